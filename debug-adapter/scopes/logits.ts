import type { ReportedTensor } from '../../model/plan/plan';
import type { Stop } from '../debuggee/stop';
import { topTokens } from '../../model/trace/odds';
import { remark, type Item } from '../variables/item';
import { rankedTokenItem } from '../variables/tokenItem';

const shownTokens = 20;

/** The most likely next tokens, from the time the logits are computed until a token is sampled. */
export async function logitItems(stop: Stop): Promise<Item[]> {
  const buffer = stop.plan.buffers.find(({ name }) => name === 'logits');
  const reported = stop.reportedBuffer('logits');
  if (stop.plan.described) return reportedLogits(stop, reported);
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

/** A program may have a buffer of this name. It holds logits when an operation of this pass has written there. */
async function reportedLogits(stop: Stop, reported: ReportedTensor | undefined): Promise<Item[]> {
  if (!reported)
    return [remark('unknown', 'The program has not reported a buffer named "logits" (ps2ml_buffer).')];
  const { name, address, rows, fault } = reported;
  if (fault !== undefined) return [remark(name, `cannot be shown: ${fault}`)];
  const results = stop.plan.described?.results ?? [];
  const isWritten = [...stop.facts.ran].some((operation) => results[operation]?.address === address);
  if (!isWritten) return [remark('not yet', 'No operation of this pass has written to the buffer "logits".')];
  const ranked = topTokens(await stop.reportedView(reported).read(rows - 1, 1), shownTokens);
  return ranked.map((token) => rankedTokenItem(token, stop.facts.tokenizer));
}
