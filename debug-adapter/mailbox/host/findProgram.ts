import { isPlan } from '../../../model/plan/encodePlan';
import type { Plan } from '../../../model/plan/plan';
import { MailboxClient } from '../client';
import { findMailbox } from '../find';
import type { Link } from '../../targets/link';
import type { Stages } from '../../targets/stages';

/**
 * Waits until a living mailbox is there and its program has loaded a plan, and holds that against the session's.
 * @throws Error in words when the program is another one.
 */
export async function findProgram(link: Link, plan: Plan, stages: Stages): Promise<MailboxClient> {
  const place = link.mailbox === undefined ? 'by searching RAM' : 'at its symbol';
  const advice = `no program with ps2ml_mailbox.h was found ${place}; see what the machine shows and logs`;
  const address = await stages.wait("the program's mailbox", advice, () =>
    findMailbox(link.port, link.mailbox),
  );
  const mailbox = await MailboxClient.attach(link.port, address);
  const dead = 'it is what an earlier program left in RAM, or the program has crashed; start it again';
  let first: number | undefined;
  await stages.wait('a sign of life of the program', dead, async () => {
    // A program that waits at its end for a host looks only while one lives.
    await mailbox.beat();
    const { heartbeat, state, error } = await mailbox.signs();
    if (state === 'failed') throw new Error(error);
    first ??= heartbeat;
    return heartbeat === first ? undefined : true;
  });
  const loads = 'look into the Debug Console for what the program says';
  await stages.wait('the program to load its plan', loads, async () => {
    const { state, error } = await mailbox.signs();
    if (state === 'failed') throw new Error(error);
    return state === 'starting' || state === 'loading' || state === undefined ? undefined : true;
  });
  await checkPlan(link, mailbox, plan);
  return mailbox;
}

async function checkPlan({ port }: Link, mailbox: MailboxClient, plan: Plan): Promise<void> {
  const { operations, plan: loaded } = mailbox.identity;
  const advice =
    'build its image from the same model and tokenizer with this version, or name the model that it runs as "program"';
  if (operations !== plan.operations.length) {
    throw new Error(
      `The program runs another plan than that of ${plan.model}: it has ${operations} operations, expected ${plan.operations.length}; ${advice}.`,
    );
  }
  // A program may have its plan elsewhere than in PLAN.BIN.
  if (loaded.address === 0) return;
  if (isPlan(plan, await port.read(loaded.address, loaded.bytes))) return;
  throw new Error(
    `The program runs another plan than that of ${plan.model}, with as many operations: ${advice}.`,
  );
}
