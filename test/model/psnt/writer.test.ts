import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { convertFile } from '../../../model/convert/node/convertFile';
import { NotFiniteError, quantise as quantiseRow, scaleOf } from '../../../model/convert/quantise';
import { bytesOfFloats } from '../../../common/littleEndian';
import { openModelFile } from '../../../model/node/modelFile';
import { tensorOrders } from '../../../model/psnt/tensorOrders';
import { PsntError } from '../../../model/psnt/error';
import { writePsnt } from '../../../model/psnt/writer';
import { placeTensors } from '../../../model/tensorOrder';
import { readRows, tensorOf } from '../../../model/tensorRows';
import { psntBytes } from '../../support/psntBytes';
import { sharedPath } from '../../support/shared';
import { NaiveForward } from '../../support/naiveForward';
import { smallModel } from './fixture';

describe('Q8 quantisation', () => {
  const quantise = (row: number[]): [number, number[]] => {
    const values = Float32Array.from(row);
    const scale = scaleOf('q8', values);
    const target = new Int8Array(values.length).fill(99);
    quantiseRow('q8', values, scale, target);
    return [scale, [...target]];
  };

  it('rounds halves away from zero and clamps', () => {
    assert.deepEqual(quantise([127, 0.5, -0.5, 1.5, -1.5, 0.4999, -2.4999]), [1, [127, 1, -1, 2, -2, 0, -2]]);
    assert.deepEqual(quantise([-254, 1, 3, -1]), [2, [-127, 1, 2, -1]]);
  });

  it('gives rows of zeros, and rows whose scale vanishes, the scale 0', () => {
    assert.deepEqual(quantise([0, -0, 0]), [0, [0, 0, 0]]);
    assert.deepEqual(quantise([1e-45, 0]), [0, [0, 0]]);
  });

  it('refuses what is no number', () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      assert.throws(
        () => scaleOf('q8', Float32Array.of(1, bad)),
        (error) => error instanceof NotFiniteError && error.index === 1,
      );
    }
  });

  it('is never further off than half a scale, and never −128', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 1 }), (row) => {
        const scale = scaleOf('q8', row);
        const target = new Int8Array(row.length);
        quantiseRow('q8', row, scale, target);
        row.forEach((value, i) => {
          const q = target[i] ?? NaN;
          assert.ok(q >= -127);
          // A subnormal scale has few bits, so that its steps are coarse; the row is then smaller than 1e-35.
          const bound = scale >= 1e-37 ? 0.50001 * scale : 1e-35;
          assert.ok(Math.abs(value - q * scale) <= bound, `${value} → ${q} · ${scale}`);
        });
      }),
    );
  });
});

describe('PSNT writer', () => {
  it('reports progress to the last byte', async () => {
    const seen: [number, number][] = [];
    const bytes = await psntBytes(smallModel(), { onProgress: (done, total) => seen.push([done, total]) });
    assert.deepEqual(seen.at(-1), [bytes.length, bytes.length]);
    assert.deepEqual(
      seen.map(([done]) => done),
      seen.map(([done]) => done).sort((a, b) => a - b),
    );
  });

  it('passes a matrix larger than a piece through in several', async () => {
    const model = smallModel({ vocabSize: 40_000 });
    const bytes = await psntBytes(model);
    const rows = await readRows(model, tensorOf(model, 'embedding'), 39_999, 1);
    const scale = new DataView(bytes.buffer).getFloat32(60 + 39_999 * 4, true);
    assert.equal(scale, scaleOf('q8', rows));
    const last = new Int8Array(bytes.buffer, 60 + 40_000 * 4 + 39_999 * 8, 8);
    rows.forEach((value, i) => assert.ok(Math.abs(value - (last[i] ?? NaN) * scale) <= scale * 0.50001));
  });

  it('holds little of a large model in memory', async () => {
    const small = smallModel();
    const config = { ...small.config, vocabSize: 1_500_000 };
    const body = { config, ropeTables: 0, matrixType: 'f32' } as const;
    const tensors = placeTensors(tensorOrders[0].sections, body, 0);
    const last = tensors.at(-1);
    let largest = 0;
    const source = {
      size: last === undefined ? 0 : last.offset + last.bytes,
      read: (_: number, length: number): Promise<Uint8Array> => {
        largest = Math.max(largest, length);
        return Promise.resolve(new Uint8Array(length));
      },
    };
    let written = 0;
    for (const quantization of ['q8', 'q4'] as const) {
      await writePsnt(
        { ...small, config, tensors, source },
        (bytes) => {
          written += bytes.length;
          return Promise.resolve();
        },
        { quantization },
      );
    }
    assert.ok(source.size > 90e6 && written > 50e6);
    assert.ok(largest <= 1 << 20, String(largest));
  });

  it('names the weight that is no number', async () => {
    for (const [name, index] of [
      ['layers.01.ffn.w2', 13],
      ['norm', 5],
    ] as const) {
      const model = smallModel();
      const tensor = tensorOf(model, name);
      const bytes = (await model.source.read(0, model.source.size)).slice();
      new DataView(bytes.buffer).setFloat32(tensor.offset + index * 4, NaN, true);
      const row = `[${Math.floor(index / tensor.cols)}][${index % tensor.cols}]`;
      await assert.rejects(
        psntBytes({ ...model, source: new MemorySource(bytes) }),
        (error) => error instanceof PsntError && error.message.includes(`${name}${row} is NaN`),
      );
    }
  });

  it('refuses a model that the format cannot hold', async () => {
    const model = smallModel();
    await assert.rejects(psntBytes({ ...model, config: { ...model.config, eps: 1e-6 } }), /eps of RMSNorm/);
    await assert.rejects(
      psntBytes({ ...model, config: { ...model.config, hiddenDim: 13 } }),
      /ffn\.w1 is 12 × 8, expected 13 × 8/,
    );
  });

  describe('of files', () => {
    let folder: string;
    let source: string;
    let target: string;
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-convert-'));
      source = path.join(folder, 'model.bin');
      target = path.join(folder, 'model.psnt');
      await writeFile(source, await llama2cBytes());
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('converts a llama2.c file', async () => {
      const bytes = await convertFile(source, target);
      assert.equal((await readFile(target)).length, bytes);
      const { model, close } = await openModelFile(target);
      await close();
      assert.equal(model.config.layers, 1);
      assert.deepEqual((await readdir(folder)).sort(), ['model.bin', 'model.psnt']);
    });

    it('leaves nothing behind, and an older file alone, when cancelled or when the source is damaged', async () => {
      await writeFile(target, 'older');
      const abort = new AbortController();
      const onProgress = (done: number): void => {
        if (done > 200) abort.abort();
      };
      await assert.rejects(convertFile(source, target, { signal: abort.signal, onProgress }), {
        name: 'AbortError',
      });
      const damaged = await readFile(source);
      damaged.fill(0xff, damaged.length - 4);
      await writeFile(source, damaged);
      await assert.rejects(convertFile(source, target), PsntError);
      await writeFile(source, damaged.subarray(0, -1));
      await assert.rejects(convertFile(source, target), /is truncated/);
      assert.equal(await readFile(target, 'utf8'), 'older');
      assert.deepEqual((await readdir(folder)).sort(), ['model.bin', 'model.psnt']);
    });

    it('keeps the story of the trained model', async function () {
      const trained = sharedPath('models/stories260K.bin');
      if (trained === undefined) {
        console.log('      skipped: ../shared/models is not there');
        this.skip();
      }
      await convertFile(trained, target);
      const float = await openModelFile(trained);
      const quantised = await openModelFile(target);
      const said = (await NaiveForward.load(quantised.model)).generate([1], 40);
      assert.deepEqual(said, (await NaiveForward.load(float.model)).generate([1], 40));
      await float.close();
      await quantised.close();
    });
  });
});

/** A llama2.c file of one layer with a classifier of its own, weights sin(0), sin(1), … */
async function llama2cBytes(): Promise<Uint8Array> {
  const header = Int32Array.of(8, 12, 1, 2, 1, -5, 4);
  const count = 40 + 8 + 64 + 32 + 32 + 64 + 8 + 3 * 96 + 8 + 2 * 8 + 40;
  const floats = Float32Array.from({ length: count }, (_, i) => Math.sin(i));
  return new Uint8Array(await new Blob([header, bytesOfFloats(floats) as BlobPart]).arrayBuffer());
}
