import assert from 'node:assert/strict';
import { decode } from '../../ee/decode';
import { readElf } from '../../ee/elf';

/** The program with the operands of the first `mul.s` of a function exchanged. */
export function swapFactors(elf: Uint8Array, name: string): Uint8Array {
  const { symbols, segments } = readElf(elf, 'ps2ml.elf');
  const target = symbols.find((symbol) => symbol.name === name);
  const segment = segments.find(({ executable }) => executable);
  assert.ok(target && segment, name);
  const changed = elf.slice();
  const view = new DataView(changed.buffer);
  const start = target.address - segment.address + segment.fileOffset;
  for (let at = start; at < start + target.bytes; at += 4) {
    const word = view.getUint32(at, true);
    if (decode(word)?.mnemonic !== 'mul.s') continue;
    const [ft, fs] = [(word >>> 16) & 31, (word >>> 11) & 31];
    view.setUint32(at, ((word & ~0x1ff800) | (fs << 16) | (ft << 11)) >>> 0, true);
    if (ft !== fs) return changed;
  }
  return assert.fail(`${name} has no product`);
}
