import * as vscode from 'vscode';
import type { RevealPlace } from '../../webviews/messages/figures';

/** Where a line of the listing can be shown. */
export type LinePlace = Exclude<RevealPlace, 'listing'>;

const titles: Readonly<Record<LinePlace, string>> = {
  disc: 'Disc',
  ram: 'RAM',
  time: 'Time',
  inspector: 'Inspector',
  bytes: 'Bytes in the Model File',
};

const isLinePlace = (value: unknown): value is LinePlace =>
  typeof value === 'string' && Object.hasOwn(titles, value);

/**
 * The place that the command `ps2ml.showIn` is to show the line in: the argument of a keybinding, else what the user
 * chooses.
 * @returns undefined when the user cancels.
 */
export async function showInPlace(argument: unknown): Promise<LinePlace | undefined> {
  if (isLinePlace(argument)) return argument;
  const items = (Object.entries(titles) as [LinePlace, string][]).map(([place, label]) => ({ place, label }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Show this line in' });
  return picked?.place;
}
