import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import { copyLink, DeepLinks } from './deepLink';
import { exportModel } from './exportCommand';
import { reopenInHexEditor } from './hexEditor';
import { inspectedUri } from './inspectedUri';
import type { InspectorEditor } from './inspectorEditor';
import { placeOf } from './reveal';

/** The file of the custom editor in front, whichever it is. */
function customEditorUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

/** Registers what others call to open inspectors at a place, and what the user does with the file in front. */
export function inspectorCommands(inspector: InspectorEditor): vscode.Disposable[] {
  const { revealer } = inspector;
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
    registerCommand('ps2ml.exportInspection', async (uri?: vscode.Uri, ending?: unknown) => {
      const file = uri ?? inspectedUri();
      const document = file && inspector.documentOf(file);
      if (document === undefined) return false;
      try {
        return await exportModel(
          document.uri,
          document.file(),
          typeof ending === 'string' ? ending : undefined,
        );
      } catch (error) {
        void vscode.window.showErrorMessage(errorText(error));
        return false;
      }
    }),
    registerCommand('ps2ml.reopenInHexEditor', (uri?: vscode.Uri) =>
      reopenInHexEditor(uri ?? customEditorUri()),
    ),
  ];
}
