import { MailboxClient } from '../debug-adapter/mailbox/client';
import { findMailbox } from '../debug-adapter/mailbox/find';
import { describeCrash } from '../debug-adapter/targets/consoleCrash';
import { consolePort } from '../debug-adapter/targets/consolePort';
import type { SymbolTable } from '../ee/symbols';
import type { ConsoleClient } from '../ps2/worker/consoleClient';
import type { ConsoleRun } from './consoleRun';

/** Why a program on the built-in console failed, in words; undefined when it did not. Exit codes are not looked at. */
export async function programFailure(
  client: ConsoleClient,
  end: ConsoleRun['end'],
  symbols: SymbolTable,
): Promise<string | undefined> {
  if (end.kind === 'crash') return describeCrash(end, await client.ask('registers', {}), symbols);
  const reported = await reportedFailure(client, symbols);
  return reported ?? (end.kind === 'deadlock' && !end.asleep ? end.message : undefined);
}

/** What a program with a mailbox says of itself. */
async function reportedFailure(client: ConsoleClient, symbols: SymbolTable): Promise<string | undefined> {
  const port = consolePort(client);
  const block = symbols.named('ps2ml_mailbox')?.address;
  const address = block === undefined ? undefined : await findMailbox(port, block);
  if (address === undefined) return undefined;
  const { state, error } = await (await MailboxClient.attach(port, address)).signs();
  return state === 'failed' ? error : undefined;
}
