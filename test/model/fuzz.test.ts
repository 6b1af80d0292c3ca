// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { MemorySource, type ByteSource } from '../../disc/byteSource';
import { openSafetensorsFolder } from '../../model/convert/safetensorsFolder';
import { FormatError } from '../../model/formatError';
import type { Model } from '../../model/model';
import { openModel } from '../../model/openModel';
import { readRows } from '../../model/tensorRows';
import { openTokenizer } from '../../model/tokenizer/openTokenizer';
import { mutated } from '../support/mutation';
import { randomNumbers } from '../support/randomNumbers';
import {
  checkpointConfig,
  ggufSeed,
  psntSeeds,
  safetensorsSeed,
  sentencePieceSeed,
  tokenizerBinSeed,
  tokenizerJson,
} from '../support/seedFiles';

/** What an opening may read in all, in sizes of the file: each candidate order is sampled once. */
const mostReads = 40;

/** Counts what is asked of a file, so that a number in it that asks for memory is seen. */
class CountingSource implements ByteSource {
  private total = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get size(): number {
    return this.bytes.length;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    this.total += length;
    assert.ok(length <= this.size, `a read of ${length} bytes of ${this.size}`);
    assert.ok(this.total <= mostReads * this.size + 65_536, `${this.total} bytes read of ${this.size}`);
    return new MemorySource(this.bytes).read(offset, length);
  }
}

async function attempt(
  open: (source: ByteSource) => Promise<Model>,
  file: Uint8Array,
  row: number,
): Promise<boolean> {
  try {
    const model = await open(new CountingSource(file));
    const tensor = model.tensors[row % model.tensors.length];
    if (tensor !== undefined) await readRows(model, tensor, row % tensor.rows, 1);
    return true;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    assert.ok(!/undefined|NaN \d/.test(error.message) && error.message.endsWith('.'), error.message);
    return false;
  }
}

describe('changed files', () => {
  // Most cases end in an error, and its stack, which nobody reads here, would cost more than the reading.
  const limit = Error.stackTraceLimit;
  before(() => {
    Error.stackTraceLimit = 0;
  });
  after(() => {
    Error.stackTraceLimit = limit;
  });

  const open = (source: ByteSource): Promise<Model> => openModel(source, 'f');

  it('50,000 of PSNT give a model or a sentence', async function () {
    this.timeout(120_000);
    const files = await psntSeeds();
    const next = randomNumbers(1);
    let opened = 0;
    for (let run = 0; run < 50_000; run++) {
      const { file, header } = files[run % files.length] ?? { file: new Uint8Array(), header: 0 };
      if (await attempt(open, mutated(file, header, next), next(1000))) opened++;
    }
    assert.ok(opened > 1000 && opened < 49_000, String(opened));
  });

  it('30,000 of GGUF and safetensors give a model or a sentence', async function () {
    this.timeout(120_000);
    const [gguf, safe] = [ggufSeed(), safetensorsSeed()];
    const openSafe = (source: ByteSource): Promise<Model> =>
      openSafetensorsFolder({ label: 'c', config: checkpointConfig, shards: [{ name: 's', source }] });
    const next = randomNumbers(2);
    for (let run = 0; run < 15_000; run++) {
      await attempt(open, mutated(gguf.file, gguf.header, next), run);
      await attempt(openSafe, mutated(safe.file, safe.header, next), run);
    }
  });

  it('20,000 of tokenizers give a tokenizer or a sentence', async function () {
    this.timeout(120_000);
    const json = new TextEncoder().encode(tokenizerJson);
    const [sentencePiece, bin] = [sentencePieceSeed().file, tokenizerBinSeed().file];
    const next = randomNumbers(3);
    let opened = 0;
    for (let run = 0; run < 20_000; run++) {
      const file = [sentencePiece, json, bin][run % 3] ?? bin;
      try {
        const tokenizer = await openTokenizer(new CountingSource(mutated(file, 120, next)), 't');
        opened++;
        const ids = tokenizer.encode('a a\u00e9');
        tokenizer.decode([...ids, next(9)]);
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
      }
    }
    assert.ok(opened > 500 && opened < 19_000, String(opened));
  });
});
