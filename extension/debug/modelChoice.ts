import * as vscode from 'vscode';
import { inspectedUri } from '../inspector/inspectedUri';
import { listingScheme, parseListingUri } from '../listing/listingUri';
import { fileNameOf } from '../uris';

/** The model that a file is about: itself, or for a listing the one that it was made from. */
function modelOf(uri: vscode.Uri): vscode.Uri {
  const listing = parseListingUri(uri);
  return listing === undefined ? uri : vscode.Uri.parse(listing.model, true);
}

/** The model that the editor in front is about: its inspector or its listing. */
export function modelInFront(): vscode.Uri | undefined {
  const open = vscode.window.activeTextEditor?.document.uri;
  return inspectedUri() ?? (open?.scheme === listingScheme ? modelOf(open) : undefined);
}

/** The model of `uri`, when a menu gave one, else the one in front, else the workspace's only one, else the one that the user picks. */
export async function chooseModel(uri?: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (uri !== undefined) return modelOf(uri);
  const inFront = modelInFront();
  if (inFront !== undefined) return inFront;
  const models = await modelsOfWorkspace();
  if (models.length === 1) return models[0];
  if (models.length === 0) {
    void vscode.window.showErrorMessage(
      'No model to run. Open a .psnt file, or set "program" in launch.json.',
    );
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    models.map((uri) => ({ label: fileNameOf(uri), description: vscode.workspace.asRelativePath(uri), uri })),
    { title: 'Model to run' },
  );
  return picked?.uri;
}

/** At most 50 models, by path. */
export async function modelsOfWorkspace(): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles('**/*.psnt', undefined, 50);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
