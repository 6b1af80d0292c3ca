import type * as vscode from 'vscode';
import type { OpenFile } from '../../project/program/program';
import type { Platform } from '../platform';

/** How long a file stays open after a read of it. */
const keepMs = 2000;

/** Keeps the file that was read last open for a moment, since its ranges are asked for one by one. */
export class RecentFile implements vscode.Disposable {
  private recent: { readonly name: string; readonly file: OpenFile } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Reads wait for each other, so that no file is closed under one. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly platform: Platform) {}

  /** @throws Error when it fails, with a message for the user. */
  read(uri: vscode.Uri, offset: number, length: number): Promise<Uint8Array> {
    const read = this.last.then(async () => {
      const file = await this.opened(uri);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.dispose(), keepMs);
      return file.source.read(offset, length);
    });
    this.last = read.catch(() => undefined);
    return read;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.last = this.last.then(() => this.close()).catch(() => undefined);
  }

  private async opened(uri: vscode.Uri): Promise<OpenFile> {
    const name = uri.toString();
    if (this.recent?.name === name) return this.recent.file;
    await this.close();
    const file = await this.platform.openFile(uri);
    this.recent = { name, file };
    return file;
  }

  private async close(): Promise<void> {
    const { recent } = this;
    this.recent = undefined;
    await recent?.file.close();
  }
}
