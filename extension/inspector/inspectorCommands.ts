import * as vscode from 'vscode';
import { copyLink, DeepLinks } from './deepLink';
import { reopenInHexEditor } from './hexEditor';
import { inspectedUri } from './inspectorEditor';
import { placeOf, type Revealer } from './reveal';

/** Registers what others call to open inspectors at a place, and what the user does with the file in front. */
export function inspectorCommands(revealer: Revealer): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  const reveal = async (argument: unknown): Promise<void> => {
    const place = placeOf(argument);
    if (place === undefined) {
      throw new TypeError(
        'Expected { uri, matrix } or { uri, offset, length }, with the URI of a model file.',
      );
    }
    const uri = vscode.Uri.parse(place.uri, true);
    if ('matrix' in place) await revealer.matrix(uri, place.matrix);
    else await revealer.bytes(uri, place.offset, place.length);
  };
  return [
    vscode.window.registerUriHandler(new DeepLinks(revealer)),
    registerCommand('ps2ml.revealMatrix', reveal),
    registerCommand('ps2ml.revealBytes', reveal),
    registerCommand('ps2ml.copyLink', (uri?: vscode.Uri) => {
      const file = uri ?? inspectedUri();
      return file === undefined ? undefined : copyLink(file, {});
    }),
    registerCommand('ps2ml.reopenInHexEditor', (uri?: vscode.Uri) =>
      reopenInHexEditor(uri ?? inspectedUri()),
    ),
  ];
}
