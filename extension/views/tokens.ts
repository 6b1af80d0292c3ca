import type { Moment } from '../../model/trace/moment';
import type { Subject } from '../../webviews/messages/subject';
import type { TokensContent } from '../../webviews/messages/tokens';
import type { TraceStore } from '../traceStore';

/** What the tab Tokens shows, up to a moment. */
export function tokensContent(subject: Subject, store: TraceStore, moment?: Moment): TokensContent {
  const { plan, tokenLog } = store;
  const { tokens, dropped } = tokenLog;
  return {
    subject,
    modelRegisters: plan.config?.registers ?? 0,
    prompt: plan.prompt ?? [],
    tokens: moment === undefined ? tokens : tokens.filter(({ pass }) => isBefore(pass, moment)),
    dropped,
    hasOdds: tokens.some(({ odds }) => odds !== undefined),
  };
}

/** A pass ends with its token, so a moment within the pass is before it. */
const isBefore = (pass: number, moment: Moment): boolean =>
  pass < moment.pass || (pass === moment.pass && moment.operation === undefined);
