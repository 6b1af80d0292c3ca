import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { uniqueLayerOf } from '../../../model/model';
import { PsntError } from '../../../model/psnt/error';
import { fieldSpecs } from '../../../model/psnt/fields';
import { inspectPsnt, openPsnt } from '../../../model/psnt/file';
import { readPsntHeader } from '../../../model/psnt/header';
import { shapeProblems } from '../../../model/shapeChecks';
import { psntBytes } from '../../support/psntBytes';
import { smallModel, smallShape, withField } from './fixture';

describe('PSNT header', () => {
  let bytes: Uint8Array;
  before(async () => {
    bytes = await psntBytes(smallModel());
  });

  it('has the published offsets and sizes', () => {
    assert.deepEqual(
      fieldSpecs.map(({ name, offset, type }) => `${offset} ${type} ${name}`),
      [
        '0 u32 magic',
        '4 u32 version',
        '8 u32 quant_type',
        '12 u32 flags',
        '16 u32 freq_blocks',
        '20 i32 dim',
        '24 i32 hidden_dim',
        '28 i32 n_layers',
        '32 i32 n_heads',
        '36 i32 n_kv_heads',
        '40 i32 vocab_size',
        '44 i32 seq_len',
        '48 f32 rope_theta',
        '52 i32 n_unique_layers',
        '56 i32 n_registers',
      ],
    );
  });

  it('gives back what the writer was given', async () => {
    const { model } = await openPsnt(new MemorySource(bytes), 'a.psnt');
    assert.deepEqual(model.config, { ...smallShape, headDim: 4, kvDim: 4, eps: 1e-5 });
    const header = await readPsntHeader(new MemorySource(bytes), 'a.psnt');
    assert.equal(header.version, 3);
    assert.equal(header.quantization, 'q8');
    assert.deepEqual([...new Set(header.fields.map(({ check }) => check.severity))], ['ok']);
    assert.equal(header.values.flags, 6);
  });

  it('fills in what earlier versions do not have', async () => {
    for (const [version, size] of [
      [1, 48],
      [2, 52],
    ] as const) {
      const old = bytes.slice(0, size);
      new DataView(old.buffer).setUint32(4, version, true);
      new DataView(old.buffer).setUint32(8, 1, true);
      const header = await readPsntHeader(new MemorySource(old), 'old.psnt');
      assert.equal(header.bytes, size);
      assert.equal(header.quantization, 'ternary');
      assert.equal(header.values.rope_theta, 10000);
      assert.equal(header.values.n_unique_layers, header.values.n_layers);
      assert.equal(header.values.n_registers, 0);
      assert.equal(header.fields.length, version === 1 ? 12 : 13);
      // DenseFormer and value residual came with version 3.
      const flags = header.fields.find(({ name }) => name === 'flags');
      assert.equal(flags?.check.severity, 'warning');
    }
  });

  it('lets pairs of an odd number of layers share', () => {
    for (const [layers, uniqueLayers] of [
      [5, 3],
      [7, 4],
      [3, 2],
      [1, 1],
    ] as const) {
      const config = { ...smallModel().config, layers, uniqueLayers };
      assert.deepEqual(shapeProblems(config), []);
      const executed = Array.from({ length: layers }, (_, layer) => uniqueLayerOf(config, layer));
      assert.deepEqual(
        executed,
        executed.map((_, layer) => layer >> 1),
      );
    }
    assert.equal(shapeProblems({ ...smallModel().config, layers: 7, uniqueLayers: 3 }).length, 1);
  });

  it('says in one sentence what is wrong', async () => {
    for (const [offset, type, value, pattern] of [
      [0, 'u32', 0x46554747, /^a\.psnt: magic at offset 0 is 0x46554747 \("GGUF"\), expected 0x544E5350/],
      [4, 'u32', 9, /^a\.psnt: version at offset 4 is 9, expected 1, 2 or 3: /],
      [8, 'u32', 2, /^a\.psnt: quant_type at offset 8 is 2, expected 1 \(ternary\), 4 \(Q4\) or 8 \(Q8\): /],
      [16, 'u32', 3, /freq_blocks at offset 16 is 3, expected 0, 1 or 2/],
      [20, 'i32', 0, /dim at offset 20 is 0, expected a positive number/],
      [20, 'i32', 9, /n_heads at offset 32 is 2, expected a divisor of the width \(9\)/],
      [24, 'i32', -12, /hidden_dim at offset 24 is -12/],
      [28, 'i32', 0, /n_layers at offset 28 is 0/],
      [
        28,
        'i32',
        5,
        /n_unique_layers at offset 52 is 2, expected a divisor of the number of layers \(5\), or 3/,
      ],
      [32, 'i32', 8, /n_heads at offset 32 is 8, expected an even head size/],
      [36, 'i32', 4, /n_kv_heads at offset 36 is 4, expected a divisor of the number of heads \(2\)/],
      [40, 'i32', -11, /vocab_size at offset 40 is -11/],
      [44, 'i32', 0x7fffffff, /seq_len at offset 44 is 2147483647, expected 1 to/],
      [48, 'f32', NaN, /rope_theta at offset 48 is NaN, expected a finite number above 0/],
      [48, 'f32', 0, /rope_theta at offset 48 is 0/],
      [52, 'i32', 0, /n_unique_layers at offset 52 is 0/],
      [56, 'i32', -1, /n_registers at offset 56 is -1, expected 0 or more/],
      [40, 'i32', 0x7fffffff, /the file size is \d+ bytes, expected \d+ bytes \(resident-first\)/],
    ] as const) {
      await assert.rejects(
        openPsnt(withField(bytes, offset, value, type), 'a.psnt'),
        (error) => error instanceof PsntError && pattern.test(error.message),
        `${offset} = ${value}`,
      );
    }
  });

  it('is refused at the field that is wrong, whichever it is', async () => {
    /** Numbers that must divide each other: the error stands at the divisor. */
    const divisors: Readonly<Record<string, string>> = {
      dim: 'n_heads',
      n_heads: 'n_kv_heads',
      n_layers: 'n_unique_layers',
    };
    const refused = new Set<string>();
    for (const { name, offset, type } of fieldSpecs) {
      for (const value of [-1, 0, 1, 3, 77, 0x7fff_ffff, ...(type === 'f32' ? [NaN, Infinity] : [])]) {
        const { error, header } = await inspectPsnt(withField(bytes, offset, value, type), 'a.psnt').catch(
          (thrown: unknown) => {
            assert.ok(thrown instanceof PsntError, String(thrown));
            return { error: thrown, header: undefined };
          },
        );
        // Sizes that the file does not have, and a body that is none with them, stand at no field.
        if (error?.fault.offset === undefined || error.fault.offset === header?.bytes) continue;
        refused.add(name);
        const divisor = fieldSpecs.find((spec) => spec.name === divisors[name]);
        const places = [offset, divisor?.offset];
        assert.ok(places.includes(error.fault.offset), `${name} ${value}: ${error.message}`);
      }
    }
    assert.deepEqual(
      fieldSpecs.map(({ name }) => name).filter((name) => !refused.has(name)),
      ['flags'],
    );
  });

  it('is shown although the body cannot be read', async () => {
    const cut = await inspectPsnt(new MemorySource(bytes.subarray(0, 100)), 'a.psnt');
    assert.equal(cut.header.values.dim, 8);
    assert.match(cut.error?.message ?? '', /the file size is 100 bytes/);
    const wrong = await inspectPsnt(withField(bytes, 32, 3, 'i32'), 'a.psnt');
    assert.equal(wrong.layout.order, null);
    const field = wrong.header.fields.find(({ name }) => name === 'n_heads');
    assert.equal(field?.check.severity, 'error');
  });

  it('survives sizes whose product is beyond all files', async () => {
    const copy = new Uint8Array(bytes);
    const view = new DataView(copy.buffer);
    for (const offset of [20, 24, 40, 56]) view.setInt32(offset, 0x7ffffffe, true);
    view.setInt32(32, 1, true);
    view.setInt32(36, 1, true);
    await assert.rejects(openPsnt(new MemorySource(copy), 'a.psnt'), /expected about \d\.\de\+\d+ bytes/);
  });

  it('answers any header with a PsntError or a model', async () => {
    const word = fc.oneof(
      fc.integer({ min: 0, max: 16 }).map((n) => n >>> 0),
      fc.nat(0xffffffff),
      fc.constantFrom(0x7fffffff, 0x80000000, 0xffffffff),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 13, maxLength: 13 }), fc.nat(2), async (words, v) => {
        const copy = new Uint8Array(bytes);
        const view = new DataView(copy.buffer);
        view.setUint32(4, v + 1, true);
        words.forEach((value, i) => view.setUint32(8 + i * 4, value, true));
        await onlyPsntErrors(new MemorySource(copy));
      }),
      { numRuns: 500 },
    );
  });

  it('answers every length and every changed byte of the header with a PsntError or a model', async () => {
    for (let length = 0; length < bytes.length; length += length < 70 ? 1 : 37) {
      assert.equal(await onlyPsntErrors(new MemorySource(bytes.subarray(0, length))), false, String(length));
    }
    for (let offset = 0; offset < 60; offset++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const copy = new Uint8Array(bytes);
        copy[offset] = value;
        await onlyPsntErrors(new MemorySource(copy));
      }
    }
  });
});

/** Whether it opened; anything thrown but a PsntError of one sentence is passed on. */
async function onlyPsntErrors(source: MemorySource): Promise<boolean> {
  try {
    await openPsnt(source, 'a.psnt');
    return true;
  } catch (error) {
    if (!(error instanceof PsntError)) throw error;
    assert.match(error.message, /^a\.psnt: .* (is|are) .*, expected .*: .*\.$/);
    assert.doesNotMatch(error.message, /\n|undefined/);
    return false;
  }
}
