import type { ElfSymbol } from './elf';

/** Finds functions and objects of a program by address and by name. */
export class SymbolTable {
  readonly #byAddress: readonly ElfSymbol[];
  readonly #byName = new Map<string, ElfSymbol>();

  /** @param symbols from `readElf`, by ascending address */
  constructor(symbols: readonly ElfSymbol[]) {
    this.#byAddress = symbols;
    for (const symbol of symbols) this.#byName.set(symbol.name, symbol);
  }

  named(name: string): ElfSymbol | undefined {
    return this.#byName.get(name);
  }

  /** The last symbol at or before the address; its extent, if it has one, contains the address. */
  at(address: number): ElfSymbol | undefined {
    let low = 0;
    let high = this.#byAddress.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#byAddress[middle]?.address ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    // Labels inside a function have no size; prefer the function that contains the address.
    let label: ElfSymbol | undefined;
    for (let index = low - 1; index >= 0 && index > low - 64; index--) {
      const symbol = this.#byAddress[index];
      if (symbol === undefined) break;
      if (symbol.bytes === 0) label ??= symbol;
      else if (address < symbol.address + symbol.bytes) return symbol;
      else break;
    }
    return label;
  }

  /** `name` or `name+0x10`; undefined where there is no symbol. */
  describe(address: number): string | undefined {
    const symbol = this.at(address);
    if (symbol === undefined) return undefined;
    return address === symbol.address
      ? symbol.name
      : `${symbol.name}+0x${(address - symbol.address).toString(16)}`;
  }
}
