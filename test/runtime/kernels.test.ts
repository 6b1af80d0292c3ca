// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readElf } from '../../ee/elf';
import { SymbolTable } from '../../ee/symbols';
import { Console } from '../../ps2/console/console';
import { RAM_OFFSET } from '../../ps2/cpu/stateLayout';
import { memoryDisc } from '../../ps2/drive/disc';
import { hasCompilers } from '../ps2/cpu/compiler';
import { testImage } from '../ps2/program';
import { projectRoot } from '../support/project';

const runtime = path.join(projectRoot, 'runtime');
const kernels = path.join(runtime, 'kernels');
const here = path.join(projectRoot, 'test/runtime/kernels');
const programs = path.join(projectRoot, 'test/ps2/cpu/programs');
const options =
  '-march=r5900 -mabi=n32 -msingle-float -mno-abicalls -fno-pic -G0 -fno-delayed-branch -O2 -ffreestanding -nostdlib ' +
  '-fno-stack-protector -fno-strict-aliasing -fno-tree-loop-distribute-patterns -ffp-contract=off -static -Wl,-m,elf32ltsmipn32 ' +
  '-Wl,-z,max-page-size=0x1000 -Wl,--build-id=none';

const plan = ['plain', 'plain_bands', 'bands', 'lanes', 'kernels', 'exponential'].map((name) =>
  path.join(projectRoot, `runtime/plan/${name}.c`),
);

/** A change that must be noticed. */
interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** check.c with the kernels, one of which may be changed. */
function compileCheck(change?: Change): Uint8Array {
  const folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-kernels-'));
  try {
    const sources = readdirSync(kernels)
      .filter((name) => /\.[cS]$/.test(name))
      .map((name) => {
        const text = readFileSync(path.join(kernels, name), 'utf8');
        if (change?.file !== name) return path.join(kernels, name);
        assert.ok(text.includes(change.from), `${name} contains ${change.from}`);
        const file = path.join(folder, name);
        writeFileSync(file, text.replaceAll(change.from, change.to).replaceAll('"../', `"${runtime}/`));
        return file;
      });
    const output = path.join(folder, 'check.elf');
    execFileSync('mipsel-linux-gnu-gcc', [
      ...options.split(' '),
      ...['-T', path.join(programs, 'link.ld'), '-I', kernels, '-o', output],
      ...[path.join(programs, 'start.S'), path.join(here, 'check.c'), path.join(runtime, 'sdk/memory.c')],
      ...[...plan, ...sources],
    ]);
    return new Uint8Array(readFileSync(output));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The words that check.c leaves on the built-in console, which looks for memory that the DMAC reads too early. */
async function check(change?: Change): Promise<number[]> {
  const program = compileCheck(change);
  const checks = { dataCache: true, misalignedQuadwords: true };
  const console = Console.boot(memoryDisc(await testImage(program)), { checks });
  const stop = console.run(4_000_000_000);
  assert.ok(stop.kind === 'crash' && stop.fault === 'break', JSON.stringify(stop));
  const { symbols } = readElf(program, 'program');
  const results = new SymbolTable(symbols).named('results')?.address ?? 0;
  const word = (index: number): number => console.cpu.view.getUint32(RAM_OFFSET + results + index * 4, true);
  return Array.from({ length: 64 }, (_, index) => word(index));
}

const types = ['Q8', 'Q4', 'ternary', 'Q4 in groups'];
const vectors = ['rmsnorm', 'addition', 'scores of rows', 'weighted sums', 'SwiGLU', 'exp', 'softmax'];

describe('kernels of the Emotion Engine against plain C', function () {
  before(function () {
    if (hasCompilers()) return;
    if (this.test) this.test.title += ' (skipped: mipsel-linux-gnu-gcc or gcc is missing)';
    this.skip();
  });

  it('give the same bits, on random and extreme data and odd shapes', async () => {
    const words = await check();
    assert.equal(words[0], 48, 'cases');
    assert.ok((words[1] ?? 0) > 600, 'values of products');
    const hex = (from: number): string[] => words.slice(from, from + 4).map((word) => word.toString(16));
    for (const [i, type] of types.entries()) {
      assert.equal(words[2 + i], 0, `quantised inputs of ${type}`);
      assert.equal(words[6 + i], 0, `products of ${type}: ${hex(10 + 4 * i).join(' ')}`);
    }
    for (const [i, name] of vectors.entries()) {
      assert.ok((words[32 + 4 * i] ?? 0) > 400, `values of ${name}`);
      assert.equal(words[33 + 4 * i], 0, `${name}: ${hex(32 + 4 * i).join(' ')}`);
    }
  });

  const changes = [
    { file: 'bands.S', from: 'psrlh   va, va, 4', to: 'psrlh   va, va, 5', words: [7, 9] },
    { file: 'bands.S', from: 'pmaddh  $0, vb, xb', to: 'pmaddh  $0, vb, xa', words: [6] },
    { file: 'bands.S', from: 'psrlh   va, \\wide, 6', to: 'psrlh   va, \\wide, 4', words: [8] },
    { file: 'bands.S', from: '$vf1, $vf1, $vf3x', to: '$vf1, $vf3, $vf1x', words: [6, 7, 8] },
    { file: 'quantise.S', from: 'li      $10, 8', to: 'li      $10, 7', words: [2, 3, 4, 5] },
    { file: 'products.c', from: 'r < rows % BAND_ROWS', to: 'r < BAND_ROWS', words: [6, 7, 8, 9] },
    { file: 'stream.c', from: 'half = HALF_BYTES - half', to: 'half = 0', words: [6] },
    { file: 'vectors.S', from: 'vaddw.z $vf4, $vf4, $vf4w', to: 'vaddz.z $vf4, $vf4, $vf4z', words: [41] },
    { file: 'rows.c', from: 'last[t];', to: 'last[0];', words: [41] },
    { file: 'exponential.S', from: '0xC2AE0000', to: '0xC2AE0001', words: [53] },
  ];
  for (const { words: wrong, ...change } of changes)
    it(`differ with ${change.to} in ${change.file}`, async () => {
      const words = await check(change);
      for (const word of wrong) assert.notEqual(words[word], 0, `word ${word}`);
    });
});
