import { failureOf } from '../mailbox/host/failure';
import { mailboxSymbol } from '../mailbox/layout';
import { describeCrash } from './consoleCrash';
import { consolePort } from './consolePort';
import type { SymbolTable } from '../../ee/symbols';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { ConsoleRun } from './consoleRun';

/** Why a program on the built-in console failed; undefined if it did not. Exit codes do not count. */
export async function programFailure(
  client: ConsoleClient,
  end: ConsoleRun['end'],
  symbols: SymbolTable,
): Promise<string | undefined> {
  if (end.kind === 'crash') return describeCrash(end, await client.ask('registers', {}), symbols);
  const reported = await reportedFailure(client, symbols);
  return reported ?? (end.kind === 'deadlock' && !end.asleep ? end.message : undefined);
}

/** The error that a program with a mailbox reports. */
async function reportedFailure(client: ConsoleClient, symbols: SymbolTable): Promise<string | undefined> {
  const mailbox = symbols.named(mailboxSymbol)?.address;
  return mailbox === undefined ? undefined : failureOf({ port: consolePort(client), mailbox });
}
