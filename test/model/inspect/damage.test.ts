import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemorySource } from '../../../disc/byteSource';
import { convertFile, type ConversionFinding } from '../../../model/convert/node/convertFile';
import { tinyModel } from '../../../model/convert/tiny';
import { damageTexts, findDamage, type Damage } from '../../../model/inspect/damage';
import { openModel } from '../../../model/openModel';
import { tensorOf } from '../../../model/tensorRows';
import { scaleCount } from '../../../model/tensorTypes';
import { psntBytes } from '../../support/psntBytes';

describe('signs of damage', () => {
  let healthy: Uint8Array;
  before(async () => {
    healthy = await psntBytes(tinyModel());
  });

  /** What is found after `change` of a tensor's place in the file. */
  async function after(
    name: string,
    change: (bytes: Buffer, dataOffset: number, cols: number, scalesOffset: number) => void,
    tokens?: number,
  ): Promise<Damage[]> {
    const {
      dataOffset,
      scalesOffset = 0,
      cols,
    } = tensorOf(await openModel(new MemorySource(healthy), 't'), name);
    const bytes = Buffer.from(healthy);
    change(bytes, dataOffset, cols, scalesOffset);
    const model = await openModel(new MemorySource(bytes), 't.psnt');
    return findDamage(model, tokens === undefined ? {} : { tokens });
  }

  it('are not in a healthy model, of any type', async () => {
    for (const target of [{}, { quantization: 'q4' }, { quantization: 'ternary', version: 2 }] as const) {
      const plain = { denseformer: false, valueResidual: false, registers: 0, uniqueLayers: 6 };
      const bytes = await psntBytes(tinyModel(plain), target);
      const model = await openModel(new MemorySource(bytes), 't.psnt');
      assert.deepEqual(await findDamage(model), [], target.quantization);
    }
    assert.deepEqual(await findDamage(tinyModel()), []);
  });

  it('are rows of zeros, rows of one value, and scales that are no numbers, with their bytes', async () => {
    const zeros = await after('layers.01.attn.wq', (bytes, data, cols) =>
      bytes.fill(0, data + 2 * cols, data + 5 * cols),
    );
    assert.deepEqual(
      zeros.map(({ kind, rows }) => [kind, rows.count, rows.first]),
      [['zeros', 3, [2, 3, 4]]],
    );
    const { dataOffset, cols } = tensorOf(
      await openModel(new MemorySource(healthy), 't'),
      'layers.01.attn.wq',
    );
    assert.deepEqual([zeros[0]?.start, zeros[0]?.end], [dataOffset + 2 * cols, dataOffset + 5 * cols]);
    assert.match(
      zeros[0]?.message ?? '',
      /^layers\.01\.attn\.wq has 3 of 64 rows of zeros \(rows 2, 3, 4; bytes [\d,  ]+ to [\d,  ]+\)\.$/,
    );
    const constant = await after('layers.00.ffn.w2', (bytes, data, width) =>
      bytes.fill(5, data, data + width),
    );
    assert.deepEqual(
      constant.map(({ kind, rows }) => [kind, rows.first]),
      [['constant', [0]]],
    );
    const nan = await after('layers.00.ffn.w1', (bytes, _data, _cols, scales) =>
      bytes.writeFloatLE(NaN, scales + 8),
    );
    assert.deepEqual(
      nan.map(({ kind, rows }) => [kind, rows.first]),
      [['not finite', [2]]],
    );
    const infinite = await after('norm', (bytes, data) => bytes.writeFloatLE(Infinity, data + 4));
    assert.match(
      infinite[0]?.message ?? '',
      /^norm has 1 of 1 rows with values that are infinite or not numbers \(bytes/,
    );
  });

  for (const [name, target, shape] of [
    ['Q8', {}, {}],
    ['Q4', { quantization: 'q4' }, {}],
    [
      'ternary',
      { quantization: 'ternary', version: 2 },
      { denseformer: false, valueResidual: false, registers: 0, uniqueLayers: 6 },
    ],
  ] as const) {
    it(`are told with bytes that contain each one, in ${name}`, async () => {
      const bytes = await psntBytes(tinyModel(shape), target);
      const whole = await openModel(new MemorySource(bytes), 't');
      for (const matrix of ['layers.00.attn.wk', 'layers.02.ffn.w1', 'layers.01.ffn.norm', 'norm']) {
        const tensor = tensorOf(whole, matrix);
        const { rows, cols, scalesOffset, dataOffset } = tensor;
        const scales = scaleCount(tensor.type, rows, cols);
        const [at, count] = scalesOffset === undefined ? [dataOffset, cols] : [scalesOffset, scales];
        for (const value of [NaN, Infinity, -Infinity]) {
          for (const index of [0, Math.floor(count / 3), count - 1]) {
            const damaged = Buffer.from(bytes);
            damaged.writeFloatLE(value, at + 4 * index);
            const [found, ...others] = await findDamage(await openModel(new MemorySource(damaged), 't'));
            const told = `${matrix}, ${value} at ${index}`;
            assert.deepEqual([found?.matrix, found?.kind, others], [matrix, 'not finite', []], told);
            assert.ok(found && found.start <= at + 4 * index && at + 4 * index + 4 <= found.end, told);
          }
        }
      }
    });
  }

  it('are a norm, registers or weights of layers that are all zeros', async () => {
    const { tensors } = await openModel(new MemorySource(healthy), 't');
    for (const { name, offset, bytes: length } of tensors.filter((tensor) => tensor.name !== 'rope')) {
      const found = await after(name, (bytes) => bytes.fill(0, offset, offset + length));
      assert.deepEqual(
        found.map(({ matrix, kind }) => [matrix, kind]),
        [[name, 'zeros']],
      );
      assert.match(found[0]?.message ?? '', /is all zeros/);
    }
  });

  it('are not rows without a token', async () => {
    const from =
      (rows: number, last: number) =>
      (bytes: Buffer, data: number, cols: number): void =>
        void bytes.fill(0, data + rows * cols, data + last * cols);
    const vocabulary = tinyModel().config.vocabSize;
    assert.deepEqual(await after('embedding', from(vocabulary - 9, vocabulary), vocabulary - 9), []);
    assert.deepEqual(await after('embedding', from(vocabulary - 9, vocabulary)), []);
    assert.equal((await after('embedding', from(vocabulary - 9, vocabulary), vocabulary))[0]?.rows.count, 9);
    assert.equal((await after('embedding', from(4, 6)))[0]?.rows.count, 2);
    assert.match((await after('embedding', from(0, vocabulary)))[0]?.message ?? '', /embedding is all zeros/);
  });

  it('are told in few sentences when half of a file is zeros', async () => {
    const bytes = Buffer.from(healthy);
    bytes.fill(0, bytes.length >> 1);
    const texts = damageTexts(await findDamage(await openModel(new MemorySource(bytes), 't.psnt')));
    assert.equal(texts.length, 5);
    assert.match(texts.at(-1) ?? '', /^\d+ more matrices have such rows\.$/);
  });

  it('are told at the end of a conversion', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-damage-'));
    try {
      const source = path.join(folder, 'half.psnt');
      const bytes = Buffer.from(healthy);
      const { dataOffset, cols } = tensorOf(
        await openModel(new MemorySource(bytes), 't'),
        'layers.02.attn.wo',
      );
      bytes.fill(0, dataOffset, dataOffset + cols);
      await writeFile(source, bytes);
      const found: ConversionFinding[] = [];
      const target = path.join(folder, 'new.psnt');
      const onFinding = (finding: ConversionFinding): void => void found.push(finding);
      await convertFile(source, target, { quantization: 'q4', onFinding });
      assert.ok((await readFile(target)).length > 0);
      assert.deepEqual(
        found.map(({ severity }) => severity),
        ['warning'],
      );
      assert.match(found[0]?.message ?? '', /^layers\.02\.attn\.wo has 1 of 64 rows of zeros \(row 0; bytes/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
