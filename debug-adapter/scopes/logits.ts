import type { Stop } from '../debuggee/stop';
import { topTokens } from '../values/tokens';
import { remark, type Item } from '../variables/item';
import { rankedTokenItem } from '../variables/tokenItem';

const shownTokens = 20;

/** The most likely next tokens, from the time the logits are computed until a token is sampled. */
export async function logitItems(stop: Stop): Promise<Item[]> {
  const buffer = stop.plan.buffers.find(({ name }) => name === 'logits');
  const view = buffer && stop.viewOf(buffer);
  if (!view) return [remark('not yet', 'The operation "logits" of this pass has not run.')];
  const ranked = topTokens(await view.read(0, 1), shownTokens);
  return ranked.map((token) => rankedTokenItem(token, stop.facts.tokenizer));
}
