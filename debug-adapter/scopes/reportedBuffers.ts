import type { Stop } from '../debuggee/stop';
import { remark, type Item } from '../variables/item';
import { tensorItem } from '../variables/tensorItem';

/** The buffers that a program has reported. They are read as they are in memory at this stop. */
export async function reportedBufferItems(stop: Stop): Promise<Item[]> {
  const buffers = stop.plan.described?.buffers ?? [];
  if (buffers.length === 0) return [remark('none', 'The program has not reported a buffer (ps2ml_buffer).')];
  return Promise.all(
    buffers.map((buffer) =>
      buffer.fault === undefined
        ? tensorItem(stop.reportedView(buffer))
        : remark(buffer.name, `cannot be shown: ${buffer.fault}`),
    ),
  );
}
