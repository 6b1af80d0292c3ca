import { formatToken } from '../values/tokens';
import type { Stop } from '../debuggee/stop';
import { remark, type Item } from '../variables/item';
import { tensorItem } from '../variables/tensorItem';

/** The result of the operation that has just run. */
export async function lastResultItems(stop: Stop): Promise<Item[]> {
  const view = stop.lastResult;
  const operation = stop.facts.last?.operation;
  const fault = operation && stop.plan.described?.results[operation.index]?.fault;
  if (fault !== undefined) return [remark(operation?.id ?? '', `has no result that can be shown: ${fault}`)];
  if (!view || !operation) return [remark('nothing yet', 'No operation has run yet.')];
  const item = await tensorItem(view);
  if (operation.kind !== 'sample') return [item];
  return [{ ...item, value: formatToken(stop.facts.tokenizer, Number(item.value)), type: 'token' }];
}
