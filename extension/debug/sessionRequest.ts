import type * as vscode from 'vscode';
import type { SessionRequests } from '../../model/trace/session';

/** Sends a custom request of PS2 ML to a debug session. @throws Error with the adapter's sentence when it is refused. */
export async function sendSessionRequest<Name extends keyof SessionRequests>(
  session: vscode.DebugSession,
  name: Name,
  args: SessionRequests[Name],
): Promise<void> {
  await session.customRequest(name, args);
}
