// Stands for Node's `events` in the bundle for the web worker host: as much as @vscode/debugadapter's inline sessions use.
export class EventEmitter {
  /** @type {Map<string, ((...values: unknown[]) => void)[]>} */
  #listeners = new Map();

  /** @param {string} name @param {(...values: unknown[]) => void} listener */
  on(name, listener) {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    return this;
  }

  /** @param {string} name @param {unknown[]} values @returns {boolean} whether anyone listened */
  emit(name, ...values) {
    const listeners = this.#listeners.get(name) ?? [];
    for (const listener of listeners) listener.apply(this, values);
    return listeners.length > 0;
  }
}
