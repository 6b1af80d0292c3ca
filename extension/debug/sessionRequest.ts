import type * as vscode from 'vscode';
import type { SessionAnswers, SessionRequests } from '../../model/trace/session';

/** The body of the answer to a custom request, if it has one. */
export type SessionAnswer<Name extends keyof SessionRequests> = Name extends keyof SessionAnswers
  ? SessionAnswers[Name]
  : undefined;

/** Sends a custom request of PS2 ML to a debug session. @throws Error with the adapter's sentence when it is refused. */
export async function sendSessionRequest<Name extends keyof SessionRequests>(
  session: vscode.DebugSession,
  name: Name,
  args: SessionRequests[Name],
): Promise<SessionAnswer<Name>> {
  return (await session.customRequest(name, args)) as SessionAnswer<Name>;
}
