import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { Access } from '../../language-server/files/access';
import { type FileAnswer, fileRequests } from '../../language-server/files/fileRequests';
import type { FileStatus } from '../../language-server/files/files';
import { errorText } from '../../common/errorText';
import type { Platform } from '../platform';
import { RecentFile } from './recentFile';

/** The parameters of any of these requests; the range is that of a read. */
interface FileParameters {
  readonly uri: string;
  readonly offset?: number;
  readonly length?: number;
}

/** Answers the requests of a server that has no access to files, for the files that it may read. */
export function answerFileRequests(client: BaseLanguageClient, platform: Platform): RecentFile {
  const access = new Access(() => vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  const recent = new RecentFile(platform);
  const on = <T>(method: string, run: (uri: vscode.Uri, parameters: FileParameters) => Promise<T>): void => {
    client.onRequest(method, async (parameters: FileParameters): Promise<FileAnswer<T>> => {
      access.setFolders((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString()));
      if (!access.allows(parameters.uri)) return { error: `${parameters.uri} is outside the workspace.` };
      try {
        return { value: await run(vscode.Uri.parse(parameters.uri, true), parameters) };
      } catch (error) {
        return { error: errorText(error) };
      }
    });
  };
  on(fileRequests.status, statusOf);
  on(fileRequests.list, namesIn);
  on(fileRequests.read, async (uri, { offset = 0, length = 0 }) =>
    base64Of(await recent.read(uri, offset, length)),
  );
  return recent;
}

async function statusOf(uri: vscode.Uri): Promise<FileStatus | null> {
  try {
    const { type, size, mtime } = await vscode.workspace.fs.stat(uri);
    const kind = (type & vscode.FileType.Directory) === 0 ? 'file' : 'folder';
    // Over HTTP every file is reported as existing and empty.
    const bytes = kind === 'file' && size === 0 ? (await vscode.workspace.fs.readFile(uri)).length : size;
    return { kind, size: bytes, stamp: `${bytes} ${mtime}` };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}

async function namesIn(uri: vscode.Uri): Promise<string[]> {
  if ((await statusOf(uri))?.kind !== 'folder') return [];
  const entries = await vscode.workspace.fs.readDirectory(uri);
  return entries.map(([name, type]) => ((type & vscode.FileType.Directory) === 0 ? name : `${name}/`)).sort();
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(text);
}
