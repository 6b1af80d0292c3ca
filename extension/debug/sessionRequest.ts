import type * as vscode from 'vscode';
import type { SessionAnswers, SessionRequests } from '../../model/trace/session';

/** Sends a custom request of PS2 ML to a debug session. @throws Error with the adapter's sentence when it is refused. */
export async function sendSessionRequest<Name extends keyof SessionRequests>(
  session: vscode.DebugSession,
  name: Name,
  args: SessionRequests[Name],
): Promise<void> {
  await session.customRequest(name, args);
}

/** The same for a request whose answer has a body. */
export async function requestSessionAnswer<Name extends keyof SessionAnswers>(
  session: vscode.DebugSession,
  name: Name,
  args: SessionRequests[Name],
): Promise<SessionAnswers[Name]> {
  // The adapter is part of this extension, and its handlers have these types.
  return (await session.customRequest(name, args)) as SessionAnswers[Name];
}
