import * as vscode from 'vscode';
import { checkpointFile } from '../../model/convert/checkpoint/folder';
import { version } from '../../package.json';
import { fileNameOf } from '../uris';

/** A model that was converted, and the state of both files after that. */
interface Conversion {
  readonly target: string;
  readonly sourceStamp: string;
  readonly targetStamp: string;
}

/** Remembers to which file each model was converted last, as long as neither of them changes. */
export class KnownConversions {
  constructor(private readonly memory: vscode.Memento) {}

  /** Remembers a conversion that is complete. */
  async remember(source: vscode.Uri, target: vscode.Uri): Promise<void> {
    const conversion: Conversion = {
      target: target.toString(),
      sourceStamp: await sourceStampOf(source),
      targetStamp: await stampOf(target),
    };
    await this.memory.update(keyOf(source), conversion);
  }

  /** The model that a file was converted from last, if neither has changed since. */
  async sourceOf(target: vscode.Uri): Promise<vscode.Uri | undefined> {
    const stamp = await stampOf(target);
    for (const key of this.memory.keys()) {
      if (!key.startsWith(keyPrefix)) continue;
      const known = this.memory.get<Conversion>(key);
      if (known?.target !== target.toString() || known.targetStamp !== stamp) continue;
      const source = vscode.Uri.parse(key.slice(keyPrefix.length), true);
      const now = await sourceStampOf(source).catch(() => undefined);
      if (now === known.sourceStamp) return source;
    }
    return undefined;
  }

  /** The file that a model was converted to, if it is up to date. @throws Error when the model cannot be read. */
  async upToDate(source: vscode.Uri): Promise<vscode.Uri | undefined> {
    const known = this.memory.get<Conversion>(keyOf(source));
    if (known === undefined) return undefined;
    const target = vscode.Uri.parse(known.target, true);
    const stamp = await stampOf(target).catch(() => undefined);
    const isSame = stamp === known.targetStamp && (await sourceStampOf(source)) === known.sourceStamp;
    return isSame ? target : undefined;
  }
}

const keyPrefix = 'conversion:';

const keyOf = (source: vscode.Uri): string => `${keyPrefix}${source.toString().replace(/\/$/, '')}`;

/** Everything that the new file is made from: the converter, the model's file or files, and its configuration. */
async function sourceStampOf(source: vscode.Uri): Promise<string> {
  const { fs } = vscode.workspace;
  const isFolder = ((await fs.stat(source)).type & vscode.FileType.Directory) !== 0;
  const folder = isFolder ? source : vscode.Uri.joinPath(source, '..');
  const names = (await fs.readDirectory(folder)).map(([name]) => name);
  const isPart = (name: string): boolean => checkpointFile.test(name) || name === fileNameOf(source);
  const stamps = names
    .filter(isPart)
    .sort()
    .map(async (name) => `${name} ${await stampOf(vscode.Uri.joinPath(folder, name))}`);
  return [version, ...(await Promise.all(stamps))].join('\n');
}

async function stampOf(file: vscode.Uri): Promise<string> {
  const { size, mtime } = await vscode.workspace.fs.stat(file);
  return `${size} ${mtime}`;
}
