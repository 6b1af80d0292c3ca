import assert from 'node:assert/strict';
import { MemorySource } from '../../../disc/byteSource';
import { FormatError } from '../../../model/formatError';
import { layerTensorName } from '../../../model/model';
import { openModel } from '../../../model/openModel';
import { BytesWriter } from '../../support/bytesWriter';
import { valuesOf } from '../../support/checkpoints';
import { smallModel } from '../psnt/fixture';

const shape = { layers: 2, uniqueLayers: 2, registers: 0, denseformer: false, valueResidual: false };
const matrices = ['attn.wq', 'attn.wk', 'attn.wv', 'attn.wo', 'ffn.w1', 'ffn.w2', 'ffn.w3'];
const group = 4;

/** What export.py writes, in its order. */
async function exported(version: 1 | 2, sharedClassifier: boolean): Promise<Uint8Array> {
  const model = smallModel({ ...shape, sharedClassifier });
  const { dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen } = model.config;
  const writer = new BytesWriter().u32(0x616b3432, version);
  writer.u32(dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen).u8(sharedClassifier ? 1 : 0);
  if (version === 2) writer.u32(group);
  writer.align(256);
  const floats = async (name: string): Promise<void> => {
    writer.f32(await valuesOf(model, name));
  };
  const matrix = async (name: string): Promise<void> => {
    if (version === 1) return floats(name);
    const values = await valuesOf(model, name);
    const scales: number[] = [];
    for (let at = 0; at < values.length; at += group) {
      const run = values.slice(at, at + group);
      const scale = Math.fround(Math.max(...run.map(Math.abs)) / 127);
      scales.push(scale);
      writer.u8(...Array.from(run, (value) => Math.round(value / scale) & 0xff));
    }
    writer.f32(scales);
  };
  for (const part of ['attn.norm', 'ffn.norm']) {
    for (let layer = 0; layer < layers; layer++) await floats(layerTensorName(layer, part));
  }
  await floats('norm');
  await matrix('embedding');
  for (const part of matrices)
    for (let layer = 0; layer < layers; layer++) await matrix(layerTensorName(layer, part));
  if (!sharedClassifier) await matrix('classifier');
  return writer.done();
}

describe('llama2.c versions 1 and 2', () => {
  for (const version of [1, 2] as const) {
    it(`version ${version} is read`, async () => {
      for (const sharedClassifier of [true, false]) {
        const model = smallModel({ ...shape, sharedClassifier });
        const read = await openModel(new MemorySource(await exported(version, sharedClassifier)), 'a.bin');
        assert.deepEqual(read.config, model.config);
        for (const { name } of model.tensors) {
          const before = await valuesOf(model, name);
          const after = await valuesOf(read, name);
          if (version === 1 || name.endsWith('norm')) assert.deepEqual(after, before, name);
          else {
            for (let at = 0; at < before.length; at += group) {
              const largest = Math.max(...before.slice(at, at + group).map(Math.abs));
              for (let i = at; i < at + group; i++) {
                assert.ok(Math.abs((before[i] ?? NaN) - (after[i] ?? NaN)) <= largest / 253, `${name} ${i}`);
              }
            }
          }
        }
      }
    });
  }

  it('are refused in words when damaged', async () => {
    const bytes = await exported(2, true);
    const changed = (offset: number, value: number): Uint8Array => {
      const copy = bytes.slice();
      new DataView(copy.buffer).setInt32(offset, value, true);
      return copy;
    };
    for (const [damaged, pattern] of [
      [changed(4, 3), /a\.bin: version at offset 4 is 3, expected 1 or 2/],
      [changed(8, 0), /dim at offset 8 is 0/],
      [changed(37, 0), /group_size at offset 37 is 0/],
      [changed(28, 12), /the file size is \d+ bytes, expected the \d+ bytes/],
      [bytes.subarray(0, 100), /the file size/],
      [bytes.subarray(0, -1), /truncated/],
    ] as const) {
      await assert.rejects(
        openModel(new MemorySource(damaged), 'a.bin'),
        (error) => error instanceof FormatError && pattern.test(error.message),
        String(pattern),
      );
    }
  });
});
