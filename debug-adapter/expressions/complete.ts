import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Stop } from '../debuggee/stop';
import { allFunctions } from './functions';
import { namesAt } from './names';

/**
 * The completions at the cursor in an expression.
 * @param column 0-based column of the cursor in `text`.
 */
export function completionsAt(text: string, column: number, stop: Stop): DebugProtocol.CompletionItem[] {
  const typed = /[\w.]*$/.exec(text.slice(0, column))?.[0] ?? '';
  const range = { start: column - typed.length, length: typed.length };
  return [
    ...namesAt(stop).map(({ name, type }) => ({ label: name, type, ...range })),
    ...[...allFunctions].map(([name, { help, parameters }]) => ({
      label: name,
      text: `${name}(`,
      detail: `(${parameters}): ${help}`,
      type: 'method' as const,
      ...range,
    })),
  ].filter(({ label }) => label.startsWith(typed));
}
