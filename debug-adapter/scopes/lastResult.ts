import { topTokens } from '../../model/trace/odds';
import { formatToken } from '../values/tokens';
import type { Stop } from '../debuggee/stop';
import { remark, type Item } from '../variables/item';
import { tensorItem } from '../variables/tensorItem';
import { rankedTokenItem } from '../variables/tokenItem';

/** Candidates that are shown of the token that was just sampled. */
const shownCandidates = 10;

/** The result of the operation that has just run. */
export async function lastResultItems(stop: Stop): Promise<Item[]> {
  const view = stop.lastResult;
  const operation = stop.facts.last?.operation;
  const fault = operation && stop.plan.described?.results[operation.index]?.fault;
  if (fault !== undefined) return [remark(operation?.id ?? '', `has no result that can be shown: ${fault}`)];
  if (!view || !operation) return [remark('nothing yet', 'No operation has run yet.')];
  const item = await tensorItem(view);
  if (operation.kind !== 'sample') return [item];
  const { tokenizer } = stop.facts;
  const token = { ...item, value: formatToken(tokenizer, Number(item.value)), type: 'token' };
  return [token, ...(await candidateItems(stop))];
}

/** What the token was chosen from. No operation has run since, so the logits are still there. */
async function candidateItems(stop: Stop): Promise<Item[]> {
  const logits = stop.sampledLogits;
  if (logits === undefined) return [];
  const ranked = topTokens(await logits.read(0, 1), shownCandidates);
  return ranked.map((token) => rankedTokenItem(token, stop.facts.tokenizer));
}
