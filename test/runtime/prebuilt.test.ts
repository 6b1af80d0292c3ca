import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { decode } from '../../ee/decode';
import { branchTarget, disassemble } from '../../ee/disassemble';
import { readElf, type Elf } from '../../ee/elf';
import { make, pinnedCompiler, prebuiltElf, runtimeFolder, temporaryFolder, versionOf } from './toolchain';

/** Instructions of VU0 that add to an accumulator, that no operation needs, or that start a program of its own. */
const fusedOrMicro = /^v(?:madd|msub|mula|adda|suba|opm|callms|rsqrt|sqrt|rnext|rget|rinit|rxor)/;

/** The only instructions of COP1 that docs/arithmetic.md can be computed with, and those that move values. */
const allowedFloats = new Set([
  ...['add.s', 'sub.s', 'mul.s', 'div.s', 'sqrt.s', 'cvt.s.w', 'trunc.w.s', 'c.lt.s', 'c.le.s', 'c.eq.s'],
  ...['mov.s', 'neg.s', 'bc1f', 'bc1t', 'bc1fl', 'bc1tl', 'lwc1', 'swc1', 'mfc1', 'mtc1'],
]);

/** Longest loop that the short loop erratum of the R5900 is about. */
const shortLoop = 6;

interface Instruction {
  readonly address: number;
  readonly word: number;
  readonly text: string;
  readonly mnemonic: string;
  readonly unit: string;
}

describe('prebuilt program', () => {
  let bytes: Uint8Array;
  let elf: Elf;
  let code: readonly Instruction[];

  before(async () => {
    bytes = new Uint8Array(await readFile(prebuiltElf));
    elf = readElf(bytes, 'ps2ml.elf');
    code = instructionsOf(bytes, elf);
  });

  const symbol = (name: string): number => symbolOf(elf, name);

  it('is what the pinned compiler makes of the sources, byte for byte, in any folder', function () {
    this.timeout(180_000);
    const found = versionOf('mipsel-linux-gnu-gcc');
    if (found !== pinnedCompiler) {
      console.log(`      skipped: needs ${pinnedCompiler}, found ${found ?? 'no such compiler'}`);
      this.skip();
    }
    const { folder, remove } = temporaryFolder();
    try {
      const elsewhere = path.join(folder, 'elsewhere');
      cpSync(runtimeFolder, elsewhere, { recursive: true });
      const built = make(path.join(folder, 'build'), 'ps2ml.elf', elsewhere);
      assert.equal(
        compareFiles(built, prebuiltElf),
        0,
        'run `make -C runtime prebuilt` and commit the program',
      );
    } finally {
      remove();
    }
  });

  it('lies between the kernel and the arena of a plan', () => {
    assert.equal(elf.entry, 0x100000);
    for (const { address, memoryBytes } of elf.segments) {
      assert.ok(address >= 0x100000 && address + memoryBytes <= 0x180000, address.toString(16));
    }
    assert.ok(
      elf.segments.some(({ executable }) => !executable),
      'data is apart from code',
    );
  });

  it('has the symbols that a debugger needs', () => {
    assert.equal(symbol('ps2ml_mailbox') % 64, 0);
    const functions = elf.symbols.filter(({ kind }) => kind === 'function');
    for (const name of ['main_entry', 'execute', 'disc_read', 'rmsnorm']) {
      const found = functions.find((candidate) => candidate.name === name);
      assert.ok(found && found.bytes > 0, name);
    }
  });

  it('names no folder of the machine that built it', () => {
    const text = new TextDecoder('latin1').decode(bytes);
    assert.doesNotMatch(text, /\/(home|tmp|usr|root|work|Users)\b/);
  });

  it('has only instructions of the R5900, and no fused or accumulating floats', () => {
    assert.ok(code.length > 4000);
    for (const { address, text, mnemonic, unit } of code) {
      const where = `${text} at ${address.toString(16)}`;
      assert.ok(!text.startsWith('.word'), where);
      if (unit === 'vu0') assert.doesNotMatch(mnemonic, fusedOrMicro, where);
      if (unit === 'cop1') assert.ok(allowedFloats.has(mnemonic), where);
    }
    const used = new Set(code.map(({ mnemonic }) => mnemonic));
    for (const name of ['mul.s', 'add.s', 'sqrt.s', 'div.s', 'trunc.w.s', 'cvt.s.w'])
      assert.ok(used.has(name), name);
  });

  it('has no short loop with work in its delay slot', () => {
    let loops = 0;
    code.forEach(({ address, word, text, unit }, index) => {
      if (unit !== 'branch' && !text.startsWith('bc1')) return;
      const target = branchTarget(word, address);
      const length = (address - target) / 4 + 2;
      if (length < 2 || length > shortLoop) return;
      assert.equal(code[index + 1]?.word, 0, `${text} at ${address.toString(16)}`);
      loops++;
    });
    assert.ok(loops > 0, 'there is no short loop to look at');
  });
});

function symbolOf(elf: Elf, name: string): number {
  const found = elf.symbols.find((candidate) => candidate.name === name);
  assert.ok(found, `no symbol ${name}`);
  return found.address;
}

function instructionsOf(bytes: Uint8Array, elf: Elf): Instruction[] {
  const segment = elf.segments.find(({ executable }) => executable);
  assert.ok(segment);
  const view = new DataView(bytes.buffer, bytes.byteOffset + segment.fileOffset);
  const count = (symbolOf(elf, '_text_end') - segment.address) / 4;
  return Array.from({ length: count }, (_, i) => {
    const address = segment.address + i * 4;
    const word = view.getUint32(i * 4, true);
    const row = decode(word);
    return {
      address,
      word,
      text: disassemble(word, address),
      mnemonic: row?.mnemonic ?? '',
      unit: row?.unit ?? '',
    };
  });
}

function compareFiles(a: string, b: string): number {
  return spawnSync('cmp', [a, b]).status ?? -1;
}
