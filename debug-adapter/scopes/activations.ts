import type { Stop } from '../debuggee/stop';
import { remark, type Item } from '../variables/item';
import { tensorItem } from '../variables/tensorItem';

/** The buffers with contents that a later operation of this pass reads. */
export async function activationItems(stop: Stop): Promise<Item[]> {
  const views = stop.liveBuffers.map((buffer) => stop.viewOf(buffer)).filter((view) => view !== undefined);
  if (views.length === 0) return [remark('none', 'No buffer has valid contents before this operation.')];
  return Promise.all(views.map((view) => tensorItem(view)));
}
