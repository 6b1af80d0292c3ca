import * as vscode from 'vscode';
import { isRecord } from '../../common/guards';
import type { CopyFormat } from '../../model/trace/session';
import { reported } from '../command';
import { sendSessionRequest } from './sessionRequest';

const formats: readonly { readonly label: string; readonly format: CopyFormat }[] = [
  { label: 'NumPy', format: 'numpy' },
  { label: 'JSON', format: 'json' },
  { label: 'CSV', format: 'csv' },
];

/**
 * Copies values in a format that the user chooses.
 * @param context what the menu of the Variables view passes about its line; without one, an expression is asked for.
 */
export function copyValues(context: unknown): Promise<void> {
  return reported(copy(context));
}

async function copy(context: unknown): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== 'ps2ml') return;
  const variable = isRecord(context) ? context['variable'] : undefined;
  const name = isRecord(variable) ? variable['evaluateName'] : undefined;
  const title = 'Copy Values';
  const prompt = 'Expression, such as x[0] or logits';
  const expression = typeof name === 'string' ? name : await vscode.window.showInputBox({ title, prompt });
  if (expression === undefined) return;
  const chosen = await vscode.window.showQuickPick(formats, { title: `Copy ${expression} as` });
  if (chosen === undefined) return;
  const { text } = await sendSessionRequest(session, 'ps2ml/copy', { expression, format: chosen.format });
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`Copied ${expression} as ${chosen.label}`, 5000);
}
