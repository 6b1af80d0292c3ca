import type { Disposable } from 'vscode';

/** Owns what must be released together. */
export class Disposables implements Disposable {
  private items: Disposable[] = [];

  /** Takes over `item` and gives it back. */
  add<T extends Disposable>(item: T): T {
    this.items.push(item);
    return item;
  }

  /** Releases everything, the latest first. */
  dispose(): void {
    const items = this.items;
    this.items = [];
    for (const item of items.reverse()) item.dispose();
  }
}
