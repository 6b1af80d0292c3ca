// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasCompilers } from '../ps2/cpu/compiler';
import { runWords } from '../ps2/cpu/programs';
import { projectRoot } from '../support/project';

const kernels = path.join(projectRoot, 'runtime/kernels');
const here = path.join(projectRoot, 'test/runtime/kernels');
const programs = path.join(projectRoot, 'test/ps2/cpu/programs');
const options =
  '-march=r5900 -mabi=n32 -msingle-float -mno-abicalls -fno-pic -G0 -fno-delayed-branch -O2 -ffreestanding -nostdlib ' +
  '-fno-stack-protector -fno-tree-loop-distribute-patterns -ffp-contract=off -static -Wl,-m,elf32ltsmipn32 ' +
  '-Wl,-z,max-page-size=0x1000 -Wl,--build-id=none';

/** Words that check.c leaves, from the kernels of the program, one of which may be changed. */
function check(change?: { readonly file: string; readonly from: string; readonly to: string }): number[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-kernels-'));
  try {
    const sources = readdirSync(kernels)
      .filter((name) => name.endsWith('.S') || name === 'quantise.c')
      .map((name) => {
        const text = readFileSync(path.join(kernels, name), 'utf8');
        if (change?.file !== name) return path.join(kernels, name);
        assert.ok(text.includes(change.from), `${name} contains ${change.from}`);
        const file = path.join(folder, name);
        writeFileSync(file, text.replaceAll(change.from, change.to));
        return file;
      });
    const output = path.join(folder, 'check.elf');
    execFileSync('mipsel-linux-gnu-gcc', [
      ...options.split(' '),
      ...['-T', path.join(programs, 'link.ld'), '-I', kernels, '-I', path.join(projectRoot, 'runtime/plan')],
      ...['-o', output, path.join(programs, 'start.S'), path.join(here, 'check.c'), ...sources],
    ]);
    return runWords(new Uint8Array(readFileSync(output)), 400_000_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const types = ['Q8', 'Q4', 'ternary', 'Q4 in groups'];
const vectors = [
  'products into lanes',
  'scaling and weighting',
  'scaling',
  'addition',
  'scores of rows',
  'weighted sums',
  'exp',
  'SwiGLU',
];

describe('kernels of the Emotion Engine against plain C', function () {
  before(function () {
    if (hasCompilers()) return;
    if (this.test) this.test.title += ' (skipped: mipsel-linux-gnu-gcc or gcc is missing)';
    this.skip();
  });

  it('give the same bits, on random and extreme data and odd shapes', () => {
    const words = check();
    assert.equal(words[0], 96, 'cases');
    assert.ok((words[1] ?? 0) > 600, 'values of products');
    const hex = (from: number): string[] => words.slice(from, from + 4).map((word) => word.toString(16));
    for (const [i, type] of types.entries()) {
      assert.equal(words[2 + i], 0, `quantised inputs of ${type}`);
      assert.equal(words[6 + i], 0, `products of ${type}: ${hex(10 + 4 * i).join(' ')}`);
    }
    for (const [i, name] of vectors.entries()) {
      assert.ok((words[32 + 4 * i] ?? 0) >= 40, `values of ${name}`);
      assert.equal(words[33 + 4 * i], 0, `${name}: ${hex(32 + 4 * i).join(' ')}`);
    }
  });

  const changes = [
    { file: 'bands.S', from: 'psrlh   va, va, 4', to: 'psrlh   va, va, 5', words: [7, 9] },
    { file: 'bands.S', from: 'pmaddh  $0, vb, xb', to: 'pmaddh  $0, vb, xa', words: [6] },
    { file: 'bands.S', from: 'psrlh   va, \\wide, 6', to: 'psrlh   va, \\wide, 4', words: [8] },
    { file: 'bands.S', from: 'vadd.xyzw $vf4, $vf4', to: 'vadd.xyzw $vf4, $vf2', words: [9] },
    { file: 'bands.S', from: '$vf1, $vf1, $vf3x', to: '$vf1, $vf3, $vf1x', words: [6, 7, 8] },
    { file: 'quantise.S', from: 'li      $10, 8', to: 'li      $10, 7', words: [2, 3, 4, 5] },
    { file: 'vectors.S', from: 'vaddw.z $vf4, $vf4, $vf4w', to: 'vaddz.z $vf4, $vf4, $vf4z', words: [49] },
    { file: 'vectors.S', from: 'vmul.xyzw $vf4, $vf2, $vf3', to: 'vmul.xyzw $vf4, $vf3, $vf2', words: [33] },
    { file: 'exponential.S', from: 'LN2_HI, T##n', to: 'LN2_LO, T##n', words: [57, 61] },
    { file: 'exponential.S', from: '0xC2AE0000', to: '0xC2AE0001', words: [57] },
  ];
  for (const { words: wrong, ...change } of changes)
    it(`differ with ${change.to} in ${change.file}`, () => {
      const words = check(change);
      for (const word of wrong) assert.notEqual(words[word], 0, `word ${word}`);
    });
});
