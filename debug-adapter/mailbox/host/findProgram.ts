import type { Plan } from '../../../model/plan/plan';
import type { Stages } from '../../targets/stages';
import type { Signs } from '../client';
import { checkPlan } from './checkPlan';
import { MailboxHost, type Describing, type MailboxPlace } from './mailboxHost';
import type { MailboxReports } from './mailboxReports';

/**
 * Waits until a running program with a mailbox has loaded a plan, and compares the plan with the session's.
 * @throws Error when the program has another plan or fails. Its log is reported first.
 */
export async function findProgram(
  place: MailboxPlace,
  plan: Plan,
  stages: Stages,
  reports: MailboxReports,
  describing?: Describing,
): Promise<MailboxHost> {
  const where = place.mailbox === undefined ? 'by searching RAM' : 'at its symbol';
  const advice = `no program with ps2ml_mailbox.h was found ${where}; check the machine's screen and its log`;
  const host = await stages.wait("the program's mailbox", advice, () =>
    MailboxHost.find(place, plan, reports, describing),
  );
  const { client: mailbox } = host;
  const signs = async (): Promise<Signs> => {
    const found = await mailbox.signs();
    if (found.state !== 'failed') return found;
    await host.look(false);
    throw new Error(found.error);
  };
  const dead = 'it is what an earlier program left in RAM, or the program has crashed; start it again';
  let first: number | undefined;
  await stages.wait('a sign of life of the program', dead, async () => {
    // A program that waits at its end for a host looks only while one lives.
    await mailbox.beat();
    const { heartbeat } = await signs();
    first ??= heartbeat;
    return heartbeat === first ? undefined : true;
  });
  // It is stopped as soon as it begins.
  if (host.description) return host;
  const loads = 'check the output of the program in the Debug Console';
  await stages.wait('the program to load its plan', loads, async () => {
    const { state } = await signs();
    // It then still reads weights, which over ps2link may wait for us to know its plan.
    if (mailbox.identity.plan.address !== 0) return true;
    return state === 'starting' || state === 'loading' || state === undefined ? undefined : true;
  });
  await checkPlan(host.port, mailbox.identity, plan);
  return host;
}
