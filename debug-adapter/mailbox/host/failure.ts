import { MailboxClient } from '../client';
import { findMailbox } from '../find';
import type { MailboxPlace } from './mailboxHost';

/** Why the program in this memory has failed, in its own words; undefined if it has not, or has no mailbox. */
export async function failureOf({
  port,
  mailbox,
}: Pick<MailboxPlace, 'port' | 'mailbox'>): Promise<string | undefined> {
  const address = await findMailbox(port, mailbox);
  if (address === undefined) return undefined;
  const { state, error } = await (await MailboxClient.attach(port, address)).signs();
  return state === 'failed' ? error : undefined;
}
