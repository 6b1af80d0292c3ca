/** Caches the most recent values by key; the oldest are removed. */
export class Recent<T> {
  private readonly items = new Map<string, T>();

  constructor(private readonly limit: number) {}

  get(key: string, make: () => T): T {
    const found = this.items.get(key) ?? make();
    this.items.delete(key);
    this.items.set(key, found);
    const [oldest] = this.items.keys();
    if (this.items.size > this.limit && oldest !== undefined) this.items.delete(oldest);
    return found;
  }
}
