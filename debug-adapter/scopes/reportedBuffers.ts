import type { Stop } from '../debuggee/stop';
import { remark, type Item } from '../variables/item';
import { reportedBytes, type ReportedTensor } from '../../model/plan/plan';
import { formatBytes } from '../../model/plan/units';
import type { TensorView } from '../values/tensorView';
import { tensorItem, unreadTensorItem } from '../variables/tensorItem';

/** Larger buffers are read when they are opened: over a network, reading all of them would take seconds. */
const mostValues = 4096;

/** The buffers that a program has reported. They are read as they are in memory at this stop. */
export async function reportedBufferItems(stop: Stop): Promise<Item[]> {
  const buffers = stop.plan.described?.buffers ?? [];
  if (buffers.length === 0) return [remark('none', 'The program has not reported a buffer (ps2ml_buffer).')];
  return Promise.all(
    buffers.map((buffer): Promise<Item> =>
      buffer.fault === undefined
        ? bufferItem(stop.reportedView(buffer), buffer)
        : Promise.resolve(remark(buffer.name, `cannot be shown: ${buffer.fault}`)),
    ),
  );
}

function bufferItem(view: TensorView, { type, rows, cols }: ReportedTensor): Promise<Item> {
  if (rows * cols <= mostValues) return tensorItem(view);
  return Promise.resolve(unreadTensorItem(view, formatBytes(rows * cols * reportedBytes[type])));
}
