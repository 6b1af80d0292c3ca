/** The part of Node's `events` that the debug adapter library uses, for the browser bundle. */
export class EventEmitter {
  private readonly listeners = new Map<string, ((...values: unknown[]) => void)[]>();

  on(name: string, listener: (...values: unknown[]) => void): this {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
    return this;
  }

  emit(name: string, ...values: unknown[]): boolean {
    const listeners = this.listeners.get(name) ?? [];
    for (const listener of listeners) listener(...values);
    return listeners.length > 0;
  }
}
