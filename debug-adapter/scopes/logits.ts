import type { Stop } from '../debuggee/stop';
import { topTokens } from '../../model/trace/odds';
import { remark, type Item } from '../variables/item';
import { rankedTokenItem } from '../variables/tokenItem';

const shownTokens = 20;

/** The most likely next tokens, from the time the logits are computed until a token is sampled. */
export async function logitItems(stop: Stop): Promise<Item[]> {
  const buffer = stop.plan.buffers.find(({ name }) => name === 'logits');
  const view = buffer && stop.viewOf(buffer);
  if (!view) {
    const isSampled = stop.sampledLogits !== undefined;
    const where = isSampled ? ' The candidates of the last token are in Last result.' : '';
    return [remark('not yet', `The operation "logits" of this pass has not run.${where}`)];
  }
  const ranked = topTokens(await view.read(0, 1), shownTokens);
  return ranked.map((token) => ({
    ...rankedTokenItem(token, stop.facts.tokenizer),
    // Once a token is sampled, the logits no longer count as valid, and the expression would be refused.
    evaluateName: `logits[${token.id}]`,
  }));
}
