import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { MemorySource } from '../../../disc/byteSource';
import { openLlama2c } from '../../../model/convert/llama2c';
import { readRows, readStoredRows, tensorOf } from '../../../model/tensorRows';
import { FormatError } from '../../../model/formatError';
import { sharedPath } from '../../support/shared';

/** Floats 0, 1, 2 … after a header, so that a value tells its place in the file. */
function countingFile(header: readonly number[], floats: number): Uint8Array {
  const bytes = new Uint8Array(28 + floats * 4);
  const view = new DataView(bytes.buffer);
  header.forEach((value, i) => view.setInt32(i * 4, value, true));
  for (let i = 0; i < floats; i++) view.setFloat32(28 + i * 4, i, true);
  return bytes;
}

const header = [8, 12, 2, 4, 2, 5, 3];
// embedding, 2 norms and matrices of 2 layers, norm, 2 RoPE tables of 3 × 1
const floats = 5 * 8 + 2 * (8 + 64 + 32 + 32 + 64 + 8 + 3 * 96) + 8 + 2 * 3;

describe('llama2.c model reader', () => {
  it('finds each tensor at its place', async () => {
    const model = await openLlama2c(new MemorySource(countingFile(header, floats)), 'a.bin');
    assert.equal(model.config.sharedClassifier, true);
    assert.equal(model.config.kvDim, 4);
    const first = async (name: string) => (await readRows(model, tensorOf(model, name), 0, 1))[0];
    assert.equal(await first('embedding'), 0);
    assert.equal(await first('layers.00.attn.norm'), 40);
    assert.equal(await first('layers.01.attn.norm'), 48);
    assert.equal(await first('layers.00.attn.wq'), 56);
    assert.equal(await first('layers.01.attn.wq'), 120);
    assert.equal(await first('layers.01.attn.wk'), 184 + 32);
    assert.equal(await first('layers.01.attn.wv'), 248 + 32);
    assert.equal(await first('layers.01.attn.wo'), 312 + 64);
    assert.equal(await first('layers.01.ffn.norm'), 440 + 8);
    assert.equal(await first('layers.01.ffn.w1'), 456 + 96);
    assert.equal(await first('layers.01.ffn.w2'), 648 + 96);
    assert.equal(await first('layers.01.ffn.w3'), 840 + 96);
    assert.equal(await first('norm'), 1032);
    assert.equal(await first('rope'), 1040);
    assert.deepEqual(
      [...(await readRows(model, tensorOf(model, 'layers.01.ffn.w2'), 1, 2))],
      Array.from({ length: 24 }, (_, i) => 744 + 12 + i),
    );
  });

  it('takes a negative vocabulary as a classifier of its own, after the RoPE tables', async () => {
    const bytes = countingFile([8, 12, 2, 4, 2, -5, 3], floats + 40);
    const model = await openLlama2c(new MemorySource(bytes), 'a.bin');
    assert.equal(model.config.vocabSize, 5);
    assert.equal(model.config.sharedClassifier, false);
    assert.equal((await readRows(model, tensorOf(model, 'classifier'), 0, 1))[0], floats);
  });

  it('names the field, its offset and what would be right', async () => {
    for (const [index, value, pattern] of [
      [0, 0, /dim at offset 0 is 0, expected a positive number/],
      [1, -1, /hidden_dim at offset 4 is -1/],
      [2, 2147483647, /n_layers at offset 8 is 2147483647, expected 1 to 1024/],
      [3, 3, /n_heads at offset 12 is 3, expected a divisor of the width \(8\)/],
      [3, 8, /n_heads at offset 12 is 8, expected an even head size/],
      [4, 3, /n_kv_heads at offset 16 is 3, expected a divisor of the number of heads \(4\)/],
      [5, 0, /vocab_size at offset 20 is 0/],
      [5, -2147483648, /the file size is \d+ bytes, expected the \d+ bytes/],
      [6, -7, /seq_len at offset 24 is -7/],
    ] as const) {
      const changed = [...header];
      changed[index] = value;
      await assert.rejects(
        openLlama2c(new MemorySource(countingFile(changed, floats)), 'a.bin'),
        (error) => error instanceof FormatError && pattern.test(error.message),
        String(pattern),
      );
    }
  });

  it('refuses a file of any other size', async () => {
    const bytes = countingFile(header, floats);
    for (const length of [0, 27, 28, bytes.length - 1]) {
      await assert.rejects(openLlama2c(new MemorySource(bytes.subarray(0, length)), 'a.bin'), FormatError);
    }
    const longer = countingFile(header, floats + 1);
    await assert.rejects(openLlama2c(new MemorySource(longer), 'a.bin'), /expected the \d+ bytes/);
  });

  it('has no rows outside a tensor', async () => {
    const model = await openLlama2c(new MemorySource(countingFile(header, floats)), 'a.bin');
    const tensor = tensorOf(model, 'embedding');
    for (const [start, rows] of [
      [-1, 1],
      [5, 1],
      [0, 6],
      [0.5, 1],
    ] as const) {
      await assert.rejects(readStoredRows(model, tensor, start, rows), RangeError);
    }
    assert.equal((await readStoredRows(model, tensor, 5, 0)).values.length, 0);
  });

  it('reads the trained model', async function () {
    const file = sharedPath('models/stories260K.bin');
    if (file === undefined) {
      console.log('      skipped: ../shared/models is not there');
      this.skip();
    }
    const model = await openLlama2c(new MemorySource(await readFile(file)), 'stories260K.bin');
    assert.equal(model.config.vocabSize, 512);
    const norm = await readRows(model, tensorOf(model, 'norm'), 0, 1);
    assert.ok(norm.every((value) => value > 0.1 && value < 20));
  });
});
