import * as vscode from 'vscode';
import { isRecord } from '../../common/guards';
import type { CopyFormat } from '../../model/trace/session';
import { reported } from '../command';
import { requestSessionAnswer } from './sessionRequest';

/** Copies the values of a line of the Variables view. @param context what the editor passes about that line. */
export function copyValue(format: CopyFormat, context: unknown): Promise<void> {
  return reported(copy(format, context));
}

async function copy(format: CopyFormat, context: unknown): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  const variable = isRecord(context) ? context['variable'] : undefined;
  const name = isRecord(variable) ? variable['evaluateName'] : undefined;
  if (session?.type !== 'ps2ml' || typeof name !== 'string') return;
  const { text } = await requestSessionAnswer(session, 'ps2ml/copy', { expression: name, format });
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`Copied ${name}`, 5000);
}
