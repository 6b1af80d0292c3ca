import assert from 'node:assert/strict';
import { decode } from '../../ee/decode';
import { readElf } from '../../ee/elf';

/** The program with the operands of the first `mul.s` of a function exchanged. */
export function swapFactors(elf: Uint8Array, name: string): Uint8Array {
  return change(elf, name, 'product', (word) => {
    const [ft, fs] = [(word >>> 16) & 31, (word >>> 11) & 31];
    if (decode(word)?.mnemonic !== 'mul.s' || ft === fs) return undefined;
    return (word & ~0x1ff800) | (fs << 16) | (ft << 11);
  });
}

/** The program with another constant in the first `addiu` of a function that adds `from`. */
export function changeSummand(elf: Uint8Array, name: string, from: number, to: number): Uint8Array {
  return change(elf, name, `sum with ${from}`, (word) =>
    decode(word)?.mnemonic === 'addiu' && (word & 0xffff) === from ? (word & ~0xffff) | to : undefined,
  );
}

/** Changes the first instruction of a function for which `changed` gives another. */
function change(
  elf: Uint8Array,
  name: string,
  what: string,
  changed: (word: number) => number | undefined,
): Uint8Array {
  const { symbols, segments } = readElf(elf, 'ps2ml.elf');
  const target = symbols.find((symbol) => symbol.name === name);
  const segment = segments.find(({ executable }) => executable);
  assert.ok(target && segment, name);
  const copy = elf.slice();
  const view = new DataView(copy.buffer);
  const start = target.address - segment.address + segment.fileOffset;
  for (let at = start; at < start + target.bytes; at += 4) {
    const word = changed(view.getUint32(at, true));
    if (word === undefined) continue;
    view.setUint32(at, word >>> 0, true);
    return copy;
  }
  return assert.fail(`${name} has no ${what}`);
}
