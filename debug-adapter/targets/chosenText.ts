import type { RunSettings } from '../../model/plan/runSettings';
import type { Program } from '../../project/program/program';
import type { MailboxHost, Outcome } from '../mailbox/host/mailboxHost';
import type { MailboxReports } from '../mailbox/host/mailboxReports';

/**
 * A stop before a text that a person has chosen, or the first stop that the session sees: with the tokens of the text,
 * which the reports follow from here on.
 * @param isFirst nobody knows the text yet, although the program may be in the middle of it.
 */
export async function withChosenText(
  stop: Extract<Outcome, { readonly type: 'stopped' }>,
  isFirst: boolean,
  { host, reports, run, program }: ChosenTextParts,
): Promise<Extract<Outcome, { readonly type: 'stopped' }>> {
  if (!host.hasPerson || (stop.reason !== 'entry' && !isFirst)) return stop;
  const begun = await host.tokens();
  reports.begin({ prompt: begun, stopIds: run?.stopIds ?? [] }, program.tokenizer);
  return { ...stop, begun };
}

interface ChosenTextParts {
  readonly host: MailboxHost;
  readonly reports: MailboxReports;
  readonly run: RunSettings | undefined;
  readonly program: Program;
}
