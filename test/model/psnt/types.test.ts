import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { asFloats } from '../../../model/convert/textReport';
import type { Model, ModelConfig, Tensor } from '../../../model/model';
import { compilePlan } from '../../../model/plan/compile';
import { candidatesOf } from '../../../model/psnt/candidates';
import { headerBytes, quantTypes, type PsntVersion } from '../../../model/psnt/fields';
import { openPsnt } from '../../../model/psnt/file';
import { psntSize } from '../../../model/psnt/writer';
import { readRows, readStoredRows, tensorOf } from '../../../model/tensorRows';
import { packIntegers, unpackIntegers } from '../../../model/tensorTypes';
import { psntBytes } from '../../support/psntBytes';
import { smallModel } from './fixture';

/** A shape that every version holds. Its rows are no multiples of 32, of 4 or of 2 values. */
const plain = { layers: 2, uniqueLayers: 2, registers: 0, denseformer: false, valueResidual: false };
const odd = { ...plain, dim: 10, heads: 1, hiddenDim: 13, vocabSize: 9 };

const combinations = [...quantTypes.values()].flatMap(({ name, versions }) =>
  versions.map((version) => ({ quantization: name, version })),
);

/** The value of one element, from the bytes of the file and the specification alone. */
function valueAt(file: Uint8Array, tensor: Tensor, row: number, col: number): number {
  const view = new DataView(file.buffer);
  const index = row * tensor.cols + col;
  const scaleIndex = tensor.type === 'q4g32' ? Math.floor(index / 32) : row;
  const at = tensor.dataOffset;
  if (tensor.type === 'f32') return view.getFloat32(at + index * 4, true);
  const scale = view.getFloat32((tensor.scalesOffset ?? NaN) + scaleIndex * 4, true);
  switch (tensor.type) {
    case 'q8':
      return Math.fround(view.getInt8(at + index) * scale);
    case 'q4':
    case 'q4g32': {
      const byte = view.getUint8(at + Math.floor(index / 2));
      return Math.fround(((index % 2 === 0 ? byte % 16 : Math.floor(byte / 16)) - 8) * scale);
    }
    case 'ternary': {
      const code = Math.floor(view.getUint8(at + Math.floor(index / 4)) / 4 ** (index % 4)) % 4;
      return Math.fround(([0, 1, -1, -1][code] ?? NaN) * scale);
    }
  }
}

async function same(a: Model, b: Model): Promise<void> {
  assert.deepEqual(a.config, b.config);
  for (const tensor of a.tensors) {
    const other = tensorOf(b, tensor.name);
    assert.deepEqual(
      await readRows(a, tensor, 0, tensor.rows),
      await readRows(b, other, 0, other.rows),
      tensor.name,
    );
  }
}

describe('PSNT types', () => {
  for (const { quantization, version } of combinations) {
    const name = `version ${version} ${quantization}`;
    it(`${name} holds each value where the specification says, and reads it by rows`, async () => {
      const source = smallModel(odd);
      const bytes = await psntBytes(source, { version, quantization });
      const { model, header } = await openPsnt(new MemorySource(bytes), 'a.psnt');
      assert.deepEqual([header.version, header.quantization], [version, quantization]);
      assert.equal(psntSize(model.config, { version, quantization }), bytes.length);
      for (const tensor of model.tensors) {
        for (let row = 0; row < tensor.rows; row++) {
          const expected = Float32Array.from({ length: tensor.cols }, (_, col) =>
            valueAt(bytes, tensor, row, col),
          );
          assert.deepEqual(await readRows(model, tensor, row, 1), expected, `${tensor.name} ${row}`);
        }
        const half = Math.floor(tensor.rows / 2);
        const all = await readRows(model, tensor, 0, tensor.rows);
        assert.deepEqual(
          await readRows(model, tensor, half, tensor.rows - half),
          all.slice(half * tensor.cols),
        );
        // Every weight is within half a step of its source, or beyond the last step.
        const before = await readRows(source, tensorOf(source, tensor.name), 0, tensor.rows);
        const stored = await readStoredRows(model, tensor, 0, tensor.rows);
        if (stored.type === 'f32') assert.deepEqual(all, before);
        else {
          const most = { q8: 127, q4: 7, q4g32: 7, ternary: 1 }[stored.type];
          all.forEach((value, i) => {
            const scaleIndex = stored.type === 'q4g32' ? Math.floor(i / 32) : Math.floor(i / tensor.cols);
            const scale = stored.scales[scaleIndex] ?? NaN;
            const error = Math.abs(value - (before[i] ?? NaN));
            const isLast = Math.abs(stored.values[i] ?? 0) === most;
            assert.ok(
              error <= 0.500001 * scale || (isLast && stored.type === 'ternary'),
              `${tensor.name} ${i}`,
            );
          });
        }
      }
      assert.deepEqual(await psntBytes(model, { version, quantization }), bytes);
    });

    it(`${name} is found in every order and variant`, async () => {
      const config = smallModel(plain).config;
      const input = { config, version, quantization, ropeTables: 0, headerBytes: headerBytes[version] };
      const first = await openPsnt(
        new MemorySource(await psntBytes(smallModel(plain), { version, quantization })),
        'a.psnt',
      );
      const titles = candidatesOf(input).map(({ title }) => title);
      assert.ok(titles.length >= 5 && new Set(titles).size === titles.length);
      for (const order of titles) {
        const bytes = await psntBytes(smallModel(plain), { version, quantization, order });
        const { layout, model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
        const evidence = layout.evidence.join('\n');
        if (layout.ambiguous)
          assert.ok(evidence.includes(`${order} has the same size`) || layout.variant === order);
        else assert.equal(layout.variant, order, evidence);
        const asked = await openPsnt(new MemorySource(bytes), 'a.psnt', { order });
        assert.equal(asked.layout.variant, order);
        if (layout.variant === order && !order.includes('one scale a row')) await same(model, first.model);
      }
    });
  }

  it('tells orders apart in models of the usual shape', async () => {
    const shape = { dim: 48, hiddenDim: 88, heads: 4, kvHeads: 2, vocabSize: 300, seqLen: 40 };
    let all = 0;
    for (const { quantization, version } of combinations) {
      const changes =
        version === 3
          ? { ...shape, layers: 6, uniqueLayers: 3 }
          : { ...shape, ...plain, layers: 3, uniqueLayers: 3 };
      const model = smallModel(changes);
      const { config } = model;
      const input = { config, version, quantization, ropeTables: 0, headerBytes: headerBytes[version] };
      for (const { title } of candidatesOf(input)) {
        const bytes = await psntBytes(model, { version, quantization, order: title });
        const { layout } = await openPsnt(new MemorySource(bytes), 'a.psnt');
        all++;
        const evidence = layout.evidence.join('\n');
        // Padding hides the size of the DenseFormer weights, and its zeros may be weights that are not used.
        const isHidden = title.includes('padded') && model.config.denseformer;
        if (layout.ambiguous) assert.ok(isHidden && evidence.includes(title), evidence);
        else assert.equal(layout.variant, title, evidence);
      }
    }
    assert.ok(all > 50);
  });

  it('has the published sizes', () => {
    const rest = { seqLen: 1024, ropeTheta: 10000, eps: 1e-5, registers: 0, sharedClassifier: true };
    const off = { denseformer: false, valueResidual: false };
    const smol: ModelConfig = {
      ...{ dim: 576, hiddenDim: 1536, layers: 30, uniqueLayers: 30, heads: 9, kvHeads: 3 },
      ...{ headDim: 64, kvDim: 192, vocabSize: 49152, ...rest, ...off },
    };
    assert.equal(psntSize(smol, { quantization: 'q4', version: 2 }), 80_848_180);
    const tiny: ModelConfig = {
      ...{ dim: 768, hiddenDim: 2048, layers: 12, uniqueLayers: 12, heads: 12, kvHeads: 12 },
      ...{ headDim: 64, kvDim: 768, vocabSize: 32000, ...rest, ...off },
    };
    const mebibytes = psntSize(tiny, { quantization: 'ternary', version: 1 }) / 2 ** 20;
    assert.equal(mebibytes.toFixed(2), '26.67');
  });

  it('stores DenseFormer weights whole, or only those that are used', async () => {
    const source = smallModel({ denseformer: true });
    const order = 'resident-first, used DenseFormer weights only';
    const whole = await openPsnt(new MemorySource(await psntBytes(source)), 'a.psnt');
    const used = await openPsnt(new MemorySource(await psntBytes(source, { order })), 'a.psnt');
    const table = tensorOf(used.model, 'denseformer');
    assert.equal(tensorOf(whole.model, 'denseformer').bytes - table.bytes, 4 * (3 + 2 + 1));
    await same(whole.model, used.model);
    assert.deepEqual(
      await readRows(used.model, table, 2, 1),
      await readRows(source, tensorOf(source, 'denseformer'), 2, 1),
    );
  });

  it('packs and unpacks any integers', () => {
    for (const [bits, low, high] of [
      [8, -128, 127],
      [4, -8, 7],
      [2, -1, 1],
    ] as const) {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: low, max: high })), fc.nat(40), (list, skipped) => {
          const values = Int8Array.from(list);
          const packed = packIntegers(bits, values);
          assert.equal(packed.length, Math.ceil((values.length * bits) / 8));
          const first = Math.min(skipped, values.length);
          const rest = values.slice(first);
          assert.deepEqual(unpackIntegers(bits, packed, first, rest.length), rest);
        }),
        { numRuns: 50 },
      );
    }
    assert.deepEqual([...unpackIntegers(2, Uint8Array.of(0b11_10_01_00), 0, 4)], [0, 1, -1, -1]);
    assert.deepEqual([...packIntegers(2, Int8Array.of(0, 1, -1))], [0b00_10_01_00]);
    assert.deepEqual([...packIntegers(4, Int8Array.of(-8, 7, 1))], [0xf0, 0x09]);
  });

  it('gives the row of zeros of a ternary matrix the scale 1', async () => {
    const source = smallModel(plain);
    const { offset, bytes: size } = tensorOf(source, 'layers.00.attn.wq');
    const zeros = (await source.source.read(0, source.source.size)).slice().fill(0, offset, offset + size);
    const bytes = await psntBytes(
      { ...source, source: new MemorySource(zeros) },
      { quantization: 'ternary' },
    );
    const { model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
    const { scales, values } = await readStoredRows(model, tensorOf(model, 'layers.00.attn.wq'), 0, 8);
    assert.deepEqual([...new Set(scales)], [1]);
    assert.deepEqual([...new Set(values)], [0]);
  });

  it('is quantised anew from another type', async () => {
    const first = await openPsnt(new MemorySource(await psntBytes(smallModel(plain))), 'q8.psnt');
    for (const quantization of ['q4', 'ternary'] as const) {
      const bytes = await psntBytes(first.model, { quantization });
      const { model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
      assert.deepEqual(bytes, await psntBytes(model, { quantization }));
      // The same as from the floats that the Q8 file stands for.
      assert.deepEqual(bytes, await psntBytes(asFloats(first.model), { quantization }));
    }
  });

  it('says which file could hold the model', async () => {
    const cases: [Parameters<typeof psntBytes>, RegExp][] = [
      [
        [smallModel(), { quantization: 'ternary' }],
        /one with shared layers.*version 2 supports.*version 3 or later, which supports q4, q8/,
      ],
      [[smallModel(), { version: 1 }], /version 1 with q8, expected version 3 for q8/],
      [
        [smallModel({ ...plain, ropeTheta: 5e5 }), { version: 1, quantization: 'ternary' }],
        /rope theta 500000.*version 2/,
      ],
      [
        [smallModel(), { order: 'backwards' }],
        /the tensor order to write is backwards, expected resident-first; /,
      ],
    ];
    for (const [parameters, pattern] of cases) await assert.rejects(psntBytes(...parameters), pattern);
  });

  it('is planned in the types that its matrices are stored in', async () => {
    for (const [quantization, expected] of [
      ['q4', ['q4', 'f32', 'q4g32']],
      ['ternary', ['ternary', 'f32']],
    ] as const) {
      const bytes = await psntBytes(smallModel(plain), { quantization });
      const { model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
      const types = new Set(compilePlan(model).matrices.map(({ type }) => type));
      assert.deepEqual(types, new Set(expected));
    }
  });

  it('takes only orders that there are', async () => {
    const bytes = await psntBytes(smallModel());
    const version: PsntVersion = 3;
    assert.equal(bytes[4], version);
    await assert.rejects(
      openPsnt(new MemorySource(bytes), 'a.psnt', { order: 'scales-first' }),
      /the requested tensor order is "scales-first", expected resident-first, llama2c-order, optionally/,
    );
  });
});
