import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import { partsInImage } from '../image/imageUri';
import { ask } from '../messages';
import { fromLaunchPath } from '../uris';
import { linkPath, linkQuery, parseLink, type LinkTarget } from './deepLinkParts';
import type { Revealer } from './reveal';

const extensionId = 'ps2ml.ps2-ml';

/** Opens links such as `vscode://ps2ml.ps2-ml/open?file=…&matrix=…`. */
export class DeepLinks implements vscode.UriHandler {
  constructor(private readonly revealer: Revealer) {}

  async handleUri({ path, query }: vscode.Uri): Promise<void> {
    try {
      const { file, matrix, offset, length } = parseLink(path, query);
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      // Without `..`, which could make a path look as if it were in the workspace.
      const uri = vscode.Uri.joinPath(fromLaunchPath(file, folder?.uri), '.');
      if (!(await mayOpen(uri))) return;
      if (matrix !== undefined) await this.revealer.matrix(uri, matrix);
      else if (offset !== undefined) await this.revealer.bytes(uri, offset, length);
      else await this.revealer.file(uri);
    } catch (error) {
      void vscode.window.showErrorMessage(errorText(error));
    }
  }
}

/** Anybody can write a link, so a file outside the workspace is opened only if the user agrees. */
async function mayOpen(uri: vscode.Uri): Promise<boolean> {
  const onDisk = partsInImage(uri)?.image ?? uri;
  if (vscode.workspace.getWorkspaceFolder(onDisk) !== undefined) return true;
  const open = 'Open';
  const name = uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
  const answer = await ask(
    `A link wants to open ${name}, which is outside the workspace.`,
    'Open it only if you expected the link.',
    open,
  );
  return answer === open;
}

/** Copies a link to a place in a file to the clipboard. */
export async function copyLink(uri: vscode.Uri, target: LinkTarget): Promise<void> {
  const file = uri.scheme === 'file' ? uri.fsPath : uri.toString();
  const link = vscode.Uri.from({
    scheme: vscode.env.uriScheme,
    authority: extensionId,
    path: linkPath,
    query: linkQuery(file, target),
  });
  // The query is encoded already.
  await vscode.env.clipboard.writeText(link.toString(true));
  vscode.window.setStatusBarMessage(`$(link) Copied the link to ${placeInWords(target)}`, 3000);
}

function placeInWords({ matrix, offset }: LinkTarget): string {
  return matrix ?? (offset === undefined ? 'the file' : `byte ${offset}`);
}
