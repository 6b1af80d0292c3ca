import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { openModel } from '../../../model/openModel';
import type { Model } from '../../../model/model';
import { describePsnt } from '../../../model/psnt/describe';
import { PsntError } from '../../../model/psnt/error';
import { inspectPsnt, openPsnt } from '../../../model/psnt/file';
import { psntSize } from '../../../model/psnt/writer';
import { readRows, readStoredRows, tensorOf } from '../../../model/tensorRows';
import { psntBytes } from '../../support/psntBytes';
import { smallModel, smallShape, withField } from './fixture';

const concat = (...pieces: Uint8Array[]): Uint8Array =>
  Uint8Array.from(pieces.flatMap((piece) => [...piece]));

/** The body once more, by the order in words, as a second opinion on the table. */
async function bodyInOrder(file: Model, sections: readonly string[]): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for (const section of sections) {
    const names = section.startsWith('*')
      ? ['00', '01'].map((layer) => `layers.${layer}.${section.slice(2)}`)
      : [section];
    for (const name of names) {
      const { offset, bytes } = tensorOf(file, name);
      pieces.push(await file.source.read(offset, bytes));
    }
  }
  return pieces;
}

describe('PSNT body', () => {
  let source: Model;
  let bytes: Uint8Array;
  before(async () => {
    source = smallModel();
    bytes = await psntBytes(source);
  });

  it('lies resident-first, scales before values, without gaps', async () => {
    const file = await openPsnt(new MemorySource(bytes), 'a.psnt');
    assert.equal(file.layout.order, 'resident-first');
    assert.equal(file.layout.ambiguous, false);
    const layer = (n: string): string[] =>
      ['attn.wq', 'attn.wk', 'attn.wv', 'attn.wo', 'ffn.w1', 'ffn.w2', 'ffn.w3'].map(
        (m) => `layers.${n}.${m}`,
      );
    assert.deepEqual(
      file.tensors.map(({ name }) => name),
      [
        'embedding',
        'layers.00.attn.norm',
        'layers.01.attn.norm',
        'layers.00.ffn.norm',
        'layers.01.ffn.norm',
        'norm',
        'classifier',
        'denseformer',
        'registers',
        ...layer('00'),
        ...layer('01'),
      ],
    );
    let end = 60;
    for (const { offset, bytes: size, rows, cols, type, scalesOffset, dataOffset } of file.tensors) {
      assert.equal(offset, end);
      if (type === 'q8') {
        assert.equal(scalesOffset, offset);
        assert.equal(dataOffset, offset + rows * 4);
        assert.equal(size, rows * 4 + rows * cols);
      } else {
        assert.equal(scalesOffset, undefined);
        assert.equal(dataOffset, offset);
        assert.equal(size, rows * cols * 4);
      }
      end += size;
    }
    assert.equal(end, bytes.length);
  });

  it('has the published size of the 10M model', () => {
    const shape = { dim: 256, hiddenDim: 720, layers: 24, uniqueLayers: 12, heads: 8, kvHeads: 2 };
    const rest = { headDim: 32, kvDim: 64, vocabSize: 8192, seqLen: 512, ropeTheta: 10000, eps: 1e-5 };
    const flags = { registers: 4, sharedClassifier: true, denseformer: true, valueResidual: true };
    assert.equal(psntSize({ ...shape, ...rest, ...flags }), 10_875_804);
  });

  it('keeps vectors exactly and weights within half a scale', async () => {
    const { model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
    for (const tensor of model.tensors) {
      const before = await readRows(source, tensorOf(source, tensor.name), 0, tensor.rows);
      const after = await readRows(model, tensor, 0, tensor.rows);
      const { scales } = await readStoredRows(model, tensor, 0, tensor.rows);
      assert.equal(after.length, before.length);
      before.forEach((value, i) => {
        const scale = scales?.[Math.floor(i / tensor.cols)] ?? 0;
        const error = Math.abs(value - (after[i] ?? NaN));
        assert.ok(error <= scale * 0.500001, `${tensor.name} ${i}: ${error} > ${scale} / 2`);
      });
    }
  });

  it('is copied, not quantised again, from Q8', async () => {
    const { model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
    assert.deepEqual(await psntBytes(model), bytes);
  });

  it('is found in the other order too, and by no order when neither fits', async () => {
    const { model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
    const other = concat(
      bytes.subarray(0, 60),
      ...(await bodyInOrder(model, [
        'embedding',
        ...['attn.norm', 'attn.wq', 'attn.wk', 'attn.wv', 'attn.wo'].map((part) => `*.${part}`),
        ...['ffn.norm', 'ffn.w1', 'ffn.w2', 'ffn.w3'].map((part) => `*.${part}`),
        'norm',
        'classifier',
        'denseformer',
        'registers',
      ])),
    );
    const file = await openPsnt(new MemorySource(other), 'b.psnt');
    assert.equal(file.layout.order, 'llama2c-order');
    assert.equal(file.layout.ambiguous, false);
    assert.match(file.layout.evidence.join('\n'), /resident-first has the same size.*ruled out/);
    assert.deepEqual(await psntBytes(file.model), bytes);
    await assert.rejects(
      openPsnt(new MemorySource(concat(bytes.subarray(0, 60), bytes.slice(60).reverse())), 'c.psnt'),
      (error) => error instanceof PsntError && /the body at offset 60 is implausible/.test(error.message),
    );
  });

  it('takes the order that is asked for', async () => {
    const file = await openPsnt(new MemorySource(bytes), 'a.psnt', { order: 'llama2c-order' });
    assert.equal(file.layout.order, 'llama2c-order');
    assert.match(file.layout.evidence.join('\n'), /was requested/);
  });

  it('is ambiguous when nothing tells the orders apart', async () => {
    const zeros = new Uint8Array(bytes.length);
    zeros.set(bytes.subarray(0, 60));
    const { layout } = await openPsnt(new MemorySource(zeros), 'a.psnt');
    assert.deepEqual([layout.order, layout.ambiguous], ['resident-first', true]);
    assert.match(layout.evidence.join('\n'), /llama2c-order has the same size.*It also fits/);
  });

  it('is read with and without RoPE tables, told apart by size', async () => {
    const { model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
    const norms = tensorOf(model, 'norm');
    const at = norms.offset + norms.bytes;
    for (const blocks of [1, 2]) {
      const tables = new Uint8Array(blocks * smallShape.seqLen * 2 * 4).fill(0x11);
      const stored = concat(bytes.subarray(0, at), tables, bytes.subarray(at));
      stored[16] = blocks;
      const file = await openPsnt(new MemorySource(stored), 'a.psnt');
      assert.match(file.layout.evidence[0] ?? '', /resident-first with RoPE tables/);
      assert.equal(tensorOf(file.model, 'rope').offset, at);
      assert.deepEqual(await psntBytes(file.model), bytes);
      const absent = await openPsnt(withField(bytes, 16, blocks, 'u32'), 'a.psnt');
      assert.match(absent.layout.evidence[0] ?? '', /resident-first without RoPE tables/);
      await assert.rejects(
        openPsnt(new MemorySource(stored.subarray(0, -1)), 'a.psnt'),
        /expected \d+ bytes \(resident-first without RoPE tables\) or \d+ bytes \(resident-first with RoPE tables\)/,
      );
    }
  });

  it('says so when it is cut short or too long', async () => {
    await assert.rejects(openPsnt(new MemorySource(bytes.subarray(0, -1)), 'a.psnt'), /is truncated/);
    await assert.rejects(openPsnt(new MemorySource(concat(bytes, bytes)), 'a.psnt'), /is too long/);
  });

  it('is not read as what it is not', async () => {
    for (const type of [1, 4]) {
      const inspection = await inspectPsnt(withField(bytes, 8, type, 'u32'), 'a.psnt');
      assert.equal(inspection.header.values.dim, smallShape.dim);
      assert.match(inspection.error?.message ?? '', /a\.psnt: /);
    }
  });

  it('round-trips every shape', async () => {
    const shape = fc
      .record({
        headDim: fc.integer({ min: 1, max: 3 }),
        kvHeads: fc.integer({ min: 1, max: 3 }),
        group: fc.integer({ min: 1, max: 2 }),
        hiddenDim: fc.integer({ min: 1, max: 9 }),
        uniqueLayers: fc.integer({ min: 1, max: 3 }),
        repeat: fc.integer({ min: 1, max: 2 }),
        vocabSize: fc.integer({ min: 1, max: 9 }),
        registers: fc.integer({ min: 0, max: 2 }),
        sharedClassifier: fc.boolean(),
        denseformer: fc.boolean(),
        valueResidual: fc.boolean(),
      })
      .map(({ headDim, group, repeat, ...rest }) => ({
        ...rest,
        heads: rest.kvHeads * group,
        dim: headDim * 2 * rest.kvHeads * group,
        layers: rest.uniqueLayers * repeat,
        seqLen: 5,
        ropeTheta: 500000,
      }));
    await fc.assert(
      fc.asyncProperty(shape, async (changes) => {
        const written = await psntBytes(smallModel(changes));
        const model = await openModel(new MemorySource(written), 'a.psnt');
        assert.deepEqual(model.config, smallModel(changes).config);
        assert.deepEqual(await psntBytes(model), written);
      }),
      { numRuns: 60 },
    );
  });

  it('is described as plain data', async () => {
    const description = describePsnt(await inspectPsnt(new MemorySource(bytes), 'a.psnt'));
    assert.deepEqual(JSON.parse(JSON.stringify(description)), description);
    assert.equal(description.version, 3);
    assert.equal(description.quantization, 'q8');
    assert.equal(description.header.vocab_size, 11);
    assert.deepEqual(Object.keys(description.header).length, 15);
    assert.deepEqual(description.matrices[0], {
      name: 'embedding',
      rows: 11,
      cols: 8,
      type: 'q8',
      offset: 60,
      bytes: 11 * 12,
      scalesOffset: 60,
      dataOffset: 104,
    });
    assert.equal(description.matrices[1]?.scalesOffset, null);
    const broken = describePsnt(await inspectPsnt(withField(bytes, 48, NaN, 'f32'), 'a.psnt'));
    assert.equal(broken.header.rope_theta, null);
    assert.deepEqual(broken.matrices, []);
    assert.equal(broken.layout.order, null);
  });
});
