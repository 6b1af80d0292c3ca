import * as vscode from 'vscode';
import { isCount, isRecord } from '../../common/guards';
import type { RevealMessage } from '../../webviews/messages/inspector';

type Place = Omit<RevealMessage, 'type'>;

/** What `ps2ml.revealMatrix` takes. */
export interface MatrixPlace {
  /** The model file's URI. */
  readonly uri: string;
  readonly matrix: string;
}

/** What `ps2ml.revealBytes` takes. */
export interface BytesPlace {
  readonly uri: string;
  readonly offset: number;
  /** 1 when not given. */
  readonly length?: number;
}

/** Opens inspectors at a place, and moves pages that are open already to it. */
export class Revealer {
  /** What the next page of a file is to show. */
  private readonly pending = new Map<string, RevealMessage>();
  /** The pages that listen, by file; the one used last is last. */
  private readonly pages = new Map<string, Set<(message: RevealMessage) => void>>();

  /** @param viewTypes of the inspector; the first one opens files that are not open. */
  constructor(private readonly viewTypes: readonly [string, ...string[]]) {}

  matrix(uri: vscode.Uri, matrix: string): Promise<void> {
    return this.reveal(uri, { matrix });
  }

  bytes(uri: vscode.Uri, offset: number, length = 1): Promise<void> {
    return this.reveal(uri, { start: offset, end: offset + length });
  }

  file(uri: vscode.Uri): Promise<void> {
    return this.reveal(uri, undefined);
  }

  /**
   * A page of `uri` has loaded and listens.
   * @returns forgets it.
   */
  listen(uri: vscode.Uri, show: (message: RevealMessage) => void): () => void {
    const key = uri.toString();
    const pages = this.pages.get(key) ?? new Set();
    pages.add(show);
    this.pages.set(key, pages);
    const message = this.pending.get(key);
    this.pending.delete(key);
    if (message !== undefined) show(message);
    return () => {
      pages.delete(show);
      if (pages.size === 0) this.pages.delete(key);
    };
  }

  private async reveal(uri: vscode.Uri, place: Place | undefined): Promise<void> {
    const key = uri.toString();
    const message = place === undefined ? undefined : ({ type: 'reveal', ...place } as const);
    // The page loads again after the editor was hidden, and asks then.
    if (message !== undefined) this.pending.set(key, message);
    const open = this.openEditorOf(key);
    await vscode.commands.executeCommand(
      'vscode.openWith',
      uri,
      open?.viewType ?? this.viewTypes[0],
      open?.viewColumn,
    );
    const show = [...(this.pages.get(key) ?? [])].at(-1);
    if (message === undefined || show === undefined || this.pending.get(key) !== message) return;
    this.pending.delete(key);
    show(message);
  }

  /** The editor that shows a file already, also one that was opened by "Open With". */
  private openEditorOf(key: string): { viewType: string; viewColumn: vscode.ViewColumn } | undefined {
    const { activeTabGroup, all } = vscode.window.tabGroups;
    for (const { tabs, viewColumn } of [activeTabGroup, ...all])
      for (const { input } of tabs)
        if (input instanceof vscode.TabInputCustom && input.uri.toString() === key)
          if (this.viewTypes.includes(input.viewType)) return { viewType: input.viewType, viewColumn };
    return undefined;
  }
}

/** The place of bytes or a matrix that a caller gave; undefined when it is something else. */
export function placeOf(value: unknown): MatrixPlace | BytesPlace | undefined {
  if (!isRecord(value)) return undefined;
  const { uri, matrix, offset, length } = value;
  if (typeof uri !== 'string') return undefined;
  if (typeof matrix === 'string') return { uri, matrix };
  if (!isCount(offset)) return undefined;
  return { uri, offset, ...(isCount(length) && { length }) };
}
