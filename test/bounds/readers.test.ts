import assert from 'node:assert/strict';
import { ReplyReader } from '../../debug-adapter/pine/reply';
import { Terms } from '../../debug-adapter/breakpoints/breakpointTerms';
import { parseCondition } from '../../debug-adapter/expressions/condition';
import { parseExpression } from '../../debug-adapter/expressions/syntax';
import { errorText } from '../../common/errorText';
import { MemorySource, type ByteSource } from '../../disc/byteSource';
import { readWhole } from '../../disc/readWhole';
import { readVolume } from '../../disc/volume';
import { readElf } from '../../ee/elf';
import { findDiscModels } from '../../image/contents/discModels';
import { readPickle } from '../../model/convert/pytorch/pickle';
import { readTorchFile } from '../../model/convert/pytorch/checkpoint';
import { readGguf } from '../../model/convert/gguf/file';
import { readSafetensors } from '../../model/convert/safetensors';
import { encodeBetween } from '../../model/tokenizer/chat';
import { parseProject } from '../../project/parse';
import { HuggingFaceTokenizer } from '../../model/tokenizer/huggingface/tokenizer';
import { BytesWriter } from '../support/bytesWriter';
import { psntSeeds } from '../support/seedFiles';
import { zipBytes } from '../support/torchFile';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A file of which only the start is anything else than zeros, and that says what is asked of it. */
class LongFile implements ByteSource {
  largest = 0;
  constructor(
    private readonly start: Uint8Array,
    readonly size: number,
  ) {}

  read(offset: number, length: number): Promise<Uint8Array> {
    this.largest = Math.max(this.largest, length);
    const bytes = new Uint8Array(length);
    bytes.set(this.start.subarray(offset, offset + length));
    return Promise.resolve(bytes);
  }
}

/** A program with one segment and `tables` sections that are all the same symbol table. */
function elfWith(tables: number, symbols: number, names: Uint8Array): Uint8Array {
  const sections = tables + 1;
  const [programs, table, strings] = [52, 84, 84 + symbols * 16];
  const headers = strings + names.length;
  const bytes = new Uint8Array(headers + sections * 40);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, 8, true);
  [0x100000, programs, headers].forEach((value, index) => view.setUint32(24 + index * 4, value, true));
  [52, 32, 1, 40, sections].forEach((value, index) => view.setUint16(40 + index * 2, value, true));
  [1, 0, 0x100000, 0, 4, 4, 5, 16].forEach((value, index) =>
    view.setUint32(programs + index * 4, value, true),
  );
  for (let index = 0; index < symbols; index++) {
    view.setUint32(table + index * 16, index % Math.max(1, names.length - 1), true);
    view.setUint32(table + index * 16 + 4, 0x100000 + index, true);
    bytes[table + index * 16 + 12] = 2;
    view.setUint16(table + index * 16 + 14, 1, true);
  }
  bytes.set(names, strings);
  for (let index = 0; index < sections; index++) {
    const header = headers + index * 40;
    const isStrings = index === tables;
    view.setUint32(header + 4, isStrings ? 3 : 2, true);
    view.setUint32(header + 16, isStrings ? strings : table, true);
    view.setUint32(header + 20, isStrings ? names.length : symbols * 16, true);
    view.setUint32(header + 24, tables, true);
  }
  return bytes;
}

/** An image whose root directory has folders that are one another's sectors. */
function overlappingFolders(folders: number): Uint8Array {
  const sectors = 64 + 1024;
  const bytes = new Uint8Array((18 + folders + sectors) * 2048);
  const view = new DataView(bytes.buffer);
  const record = (at: number, lba: number, size: number, flags: number, name: string): number => {
    const length = 34 + name.length + (name.length % 2);
    bytes[at] = length;
    view.setUint32(at + 2, lba, true);
    view.setUint32(at + 10, size, true);
    bytes[at + 25] = flags;
    bytes[at + 32] = name.length;
    bytes.set(text(name), at + 33);
    return at + length;
  };
  const descriptor = 16 * 2048;
  bytes[descriptor] = 1;
  bytes.set(text('CD001'), descriptor + 1);
  view.setUint16(descriptor + 128, 2048, true);
  record(descriptor + 156, 18, 2048, 2, '\0');
  let at = 18 * 2048;
  for (let index = 0; index < folders; index++)
    at = record(at, 19 + index, 1000 * 2048, 2, `D${index.toString(36)}`);
  for (let sector = 19 + folders; sector < 19 + folders + 1000; sector++)
    for (let place = sector * 2048, i = 0; i < 50; i++) place = record(place, 16, 4, 0, `F${i.toString(36)}`);
  return bytes;
}

describe('what a file can make its reader do is bounded:', function () {
  this.timeout(120_000);

  it('a program with as many symbol tables as sections, all of them the same', () => {
    assert.throws(
      () => readElf(elfWith(2000, 2000, text('a\0')), 'a.elf'),
      /^ElfError: a\.elf: has 264000 symbols, expected at most 262144; strip the program/,
    );
    // More than the arguments of a call.
    assert.equal(readElf(elfWith(1, 200_000, text('a\0')), 'a.elf').symbols.length, 200_000);
  });

  it('a name as long as the file for each symbol', () => {
    const { symbols } = readElf(elfWith(1, 5000, new Uint8Array(1 << 20).fill(97)), 'a.elf');
    assert.ok(symbols.every(({ name }) => name.length === 4096));
  });

  it('folders of an image that share their sectors', async () => {
    await assert.rejects(
      readVolume(new MemorySource(overlappingFolders(40))),
      /^Error: The image has more than 100000 files and folders|^Error: The image is damaged: its directories have more/,
    );
  });

  it('a model with thousands of names on a disc', async () => {
    const [seed] = await psntSeeds();
    assert.ok(seed);
    const image = new Uint8Array(2048 * Math.ceil(seed.file.length / 2048));
    image.set(seed.file);
    const files = Array.from({ length: 5000 }, (_, index) => {
      const path = `M${index}.PSN`;
      return { path, identifier: path, lba: 0, size: seed.file.length };
    });
    const volume = {
      systemId: '',
      volumeId: '',
      applicationId: '',
      sectors: 1,
      pathTable: { lba: 0, bytes: 0 },
      files,
    };
    const models = await findDiscModels(new MemorySource(image), volume);
    assert.equal(models.length, 17);
    assert.match(models[16]?.problem ?? '', /^M16\.PSN and the models after it: only the first 16 models/);
  });

  it('a dict of a pickle that is copied again and again', () => {
    const writer = new BytesWriter().u8(0x80, 2, 0x7d, 0x28);
    for (let index = 0; index < 2000; index++) writer.u8(0x4d).u16(index).u8(0x4e);
    writer.u8(0x75, 0x71, 0);
    for (let copy = 0; copy < 2000; copy++)
      writer.u8(0x63).raw(text('collections\nOrderedDict\n')).u8(0x29, 0x81, 0x68, 0, 0x62);
    assert.throws(() => readPickle(writer.u8(0x2e).done(), 'p'), /a value that is copied again and again/);
  });

  it('a configuration of a checkpoint that contains itself', async () => {
    const key = (name: string): number[] => [0x8c, name.length, ...text(name)];
    const tensor = [0x63, ...text('torch._utils\n_rebuild_tensor_v2\n'), 0x28, 0x28, ...key('storage')];
    tensor.push(0x63, ...text('torch\nFloatStorage\n'), ...key('0'), ...key('cpu'), 0x4b, 1, 0x74, 0x51);
    tensor.push(0x4b, 0, 0x4b, 1, 0x85, 0x4b, 1, 0x85, 0x89, 0x7d, 0x74, 0x52);
    const config = [0x7d, 0x71, 0, 0x28, ...key('dim'), 0x4b, 8, ...key('rope'), 0x68, 0, 0x75];
    const pickle = [0x80, 2, 0x7d, 0x28, ...key('model'), 0x7d, 0x28, ...key('w'), ...tensor, 0x75];
    pickle.push(...key('model_args'), ...config, 0x75, 0x2e);
    const file = zipBytes([
      ['a/data.pkl', Uint8Array.from(pickle)],
      ['a/data/0', new Uint8Array(4)],
    ]);
    await assert.rejects(
      readTorchFile(new MemorySource(file), 'f'),
      /^FormatError: f: the configuration is too many dicts in each other, expected at most 8 levels/,
    );
  });

  it('a text of a gigabyte in the header of a GGUF', async () => {
    const start = new BytesWriter()
      .u32(0x46554747, 3)
      .u64(0, 1)
      .u64(3)
      .raw(text('abc'))
      .u32(8)
      .u64(1e9)
      .done();
    const file = new LongFile(start, 2e9);
    await assert.rejects(readGguf(file, 'g'), /^FormatError: g: a value at offset \d+ is 1000000000 bytes/);
    assert.ok(file.largest <= 1 << 24, String(file.largest));
  });

  it('a header of safetensors of 90 MB', async () => {
    const file = new LongFile(new BytesWriter().u64(90_000_000).done(), 1e9);
    await assert.rejects(readSafetensors(file, 's'), /the length of the header at offset 0 is 90000000/);
    assert.ok(file.largest <= 1 << 24, String(file.largest));
  });

  it('a program of a gigabyte on a disc, and a project of megabytes', async () => {
    const file = new LongFile(new Uint8Array(), 1e9);
    await assert.rejects(
      readWhole(file, 'A.ELF'),
      /^Error: A\.ELF has 1000000000 bytes, expected at most 67108864/,
    );
    assert.equal(file.largest, 0);
    const { problems } = parseProject(`{ "model": "${'a'.repeat(2 << 20)}" }`);
    assert.match(
      problems[0]?.message ?? '',
      /^ps2ml\.json has 20971\d\d characters, expected at most 1048576\.$/,
    );
  });

  it('the problems of a project, and what they say', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `"${'a'.repeat(100)}${index}": 1`);
    const { problems } = parseProject(
      `{ "model": "m.psnt", "${'b'.repeat(10_000)}": 1, ${names.join(', ')} }`,
    );
    assert.equal(problems.length, 100);
    assert.ok(problems.every(({ message }) => message.length < 2100));
  });

  it('expressions and conditions', () => {
    const deep = `${'mean('.repeat(50_000)}x${')'.repeat(50_000)}`;
    for (const read of [
      () => parseExpression(deep),
      () => parseCondition(`${deep} > 1`),
      () => Terms.of({ logMessage: '{x}'.repeat(100_001) }),
    ])
      assert.throws(
        read,
        /^ExpressionError: The expression, condition or log message has 3000\d\d characters, expected at most 1000/,
      );
  });

  it('a reply of PINE that comes byte by byte', () => {
    const reply = new Uint8Array(400_000);
    new DataView(reply.buffer).setUint32(0, reply.length, true);
    const reader = new ReplyReader();
    let got;
    for (let at = 0; at < reply.length; at++) got = reader.push(reply.subarray(at, at + 1));
    assert.ok(got?.ok === true && got.payload.length === reply.length - 5);
  });

  it('thousands of special tokens that begin alike', () => {
    const tokens = Array.from({ length: 50_000 }, (_, id) => ({ id: id + 1, content: `<${id}>` }));
    const json = { added_tokens: tokens, model: { type: 'BPE', vocab: { '<': 0 }, merges: [] } };
    const tokenizer = new HuggingFaceTokenizer(JSON.stringify(json), 't');
    assert.deepEqual(tokenizer.encode('<7><49999>'), [8, 50_000]);
    assert.equal(tokenizer.encode('<'.repeat(20_000)).length, 20_000);
    const between = encodeBetween(new Map(tokens.map(({ content, id }) => [content, id])), (part) => [
      part.length,
    ]);
    assert.deepEqual(between(`ab<12>${'<'.repeat(20_000)}<1>`), [2, 13, 20_000, 2]);
  });

  it('a special token as long as the text', () => {
    const between = encodeBetween(new Map([[`${'a'.repeat(1e6)}b`, 1]]), () => []);
    assert.throws(() => between('a'.repeat(1e4)), /^WorkError: /);
  });

  it('a text of more tokens than a call has arguments', () => {
    const json = { model: { type: 'BPE', vocab: { a: 0, b: 1 }, merges: [] } };
    const tokenizer = new HuggingFaceTokenizer(JSON.stringify(json), 't');
    assert.equal(tokenizer.encode('ab'.repeat(150_000)).length, 300_000);
  });

  it('the sentence about a long text', () => {
    const sentence = errorText(new Error(`"${'a'.repeat(1e6)}" is wrong.`));
    assert.ok(sentence.length < 2100 && sentence.startsWith('"aaa') && sentence.endsWith('is wrong.'));
  });
});
