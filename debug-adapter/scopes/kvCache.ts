import { formatCount } from '../values/format';
import type { Stop } from '../debuggee/stop';
import { remark, type Item } from '../variables/item';
import { tensorItem } from '../variables/tensorItem';

/** Keys and values of each layer, for the filled positions. */
export function kvCacheItems(stop: Stop): Item[] {
  const items = stop.plan.layers.flatMap(({ id, index }): Item[] => {
    const views = stop.plan.buffers
      .filter((buffer) => buffer.kind === 'kv' && buffer.layer === index)
      .map((buffer) => stop.viewOf(buffer))
      .filter((view) => view !== undefined);
    if (views.length === 0) return [];
    const filled = views.map(({ rows }) => rows);
    const [least, most] = [Math.min(...filled), Math.max(...filled)];
    return [
      {
        name: id,
        value: `${least === most ? '' : `${least} to `}${formatCount(most, 'position')} filled`,
        children: {
          kind: 'named',
          items: () => Promise.all(views.map((view) => tensorItem(view))),
        },
      },
    ];
  });
  return items.length > 0 ? items : [remark('empty', 'The KV cache is empty.')];
}
