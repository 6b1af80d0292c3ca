import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { errorText } from '../../common/errorText';
import { parseCondition } from '../../debug-adapter/expressions/condition';
import { parseExpression } from '../../debug-adapter/expressions/syntax';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { readDescription } from '../../debug-adapter/mailbox/description';
import { ReplyReader } from '../../debug-adapter/pine/reply';
import { MemorySource, type ByteSource } from '../../disc/byteSource';
import { imageInMemory } from '../../disc/imageBytes';
import { parseSystemCnf } from '../../disc/systemCnf';
import { readVolume } from '../../disc/volume';
import { readElf } from '../../ee/elf';
import { traceContent } from '../../extension/trace/traceContent';
import { bootFiles, tokensBytesOf } from '../../image/bootFiles';
import { DiscMap } from '../../image/contents/discMap';
import { findDiscModels } from '../../image/contents/discModels';
import { findingsOf } from '../../language-server/systemCnf/findings';
import { formatted } from '../../language-server/systemCnf/format';
import { openTorchCheckpoint } from '../../model/convert/pytorch/checkpoint';
import { openSafetensorsFolder } from '../../model/convert/safetensorsFolder';
import { tinyModel, tinyTokenizer } from '../../model/convert/tiny';
import { findDamage } from '../../model/inspect/damage';
import type { Model } from '../../model/model';
import { openModel } from '../../model/openModel';
import { compilePlan } from '../../model/plan/compile';
import { crc32 } from '../../model/plan/crc32';
import { decodePlan } from '../../model/plan/decodePlan';
import { planHeader } from '../../model/plan/format/header';
import { tokensHeader } from '../../model/plan/format/tokensHeader';
import { renderListing } from '../../model/plan/listing';
import { isInteractive, promptIn } from '../../model/plan/runFile';
import { greedy } from '../../model/plan/runSettings';
import { decodeTokens } from '../../model/plan/tokensFile';
import { readRows } from '../../model/tensorRows';
import { chatMlTemplate, chatText } from '../../model/tokenizer/chat';
import { openTokenizer } from '../../model/tokenizer/openTokenizer';
import { exportFormats } from '../../model/trace/export/formats';
import { encodeChunk } from '../../model/trace/file/chunks';
import { openTrace } from '../../model/trace/file/reader';
import { parseProject } from '../../project/parse';
import { RequestReader } from '../../ps2/pine/requestReader';
import { decodeCommand, decodeFileReply, decodeFileRequest, encodeCommand } from '../../ps2/ps2link/wire';
import { mutated, mutatedText, type Random } from '../../test/support/mutation';
import { projectRoot } from '../../test/support/project';
import * as seeds from '../../test/support/seedFiles';

/** Something that reads what others wrote. */
export interface Reader {
  readonly name: string;
  /** Damages one of its valid files. */
  readonly damage: (next: Random) => Uint8Array;
  /** Reads it and uses it as the product does. @throws Error a sentence for the user, when it is refused. */
  readonly read: (bytes: Uint8Array, next: Random) => Promise<void> | void;
}

const file = (...names: string[]): Uint8Array => readFileSync(path.join(projectRoot, ...names));
const source = (bytes: Uint8Array): ByteSource => new MemorySource(bytes);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** One of several seed files, damaged. */
const oneOf =
  (files: readonly seeds.SeedFile[], mend = (bytes: Uint8Array): Uint8Array => bytes) =>
  (next: Random): Uint8Array => {
    const seed = files[next(files.length)];
    return seed === undefined ? new Uint8Array() : mend(mutated(seed.file, seed.header, next));
  };
const texts =
  (...all: readonly string[]) =>
  (next: Random): Uint8Array =>
    bytesOf(mutatedText(all[next(all.length)] ?? '', next));

/** Puts the checksum of the damaged bytes in their place, as whoever forges a file would. */
function withCrc(bytes: Uint8Array, at: number): Uint8Array {
  if (bytes.length < at + 4) return bytes;
  const copy = bytes.slice();
  copy.fill(0, at, at + 4);
  new DataView(copy.buffer).setUint32(at, crc32(copy), true);
  return copy;
}

async function useModel(model: Model, next: Random): Promise<void> {
  const tensor = model.tensors[next(model.tensors.length)];
  if (tensor !== undefined) await readRows(model, tensor, next(tensor.rows), 1);
  await findDamage(model);
  renderListing(compilePlan(model));
}

async function useTokenizer(bytes: Uint8Array, next: Random): Promise<void> {
  const tokenizer = await openTokenizer(source(bytes), 't');
  const ids = tokenizer.encode('a aé 1.5\n  b');
  tokenizer.decode([...ids, next(9)]);
}

/** Each chunk of a trace with a right checksum, so that what is in it is read. */
function forgedTrace(trace: Uint8Array, next: Random): Uint8Array {
  const parts: Uint8Array[] = [trace.subarray(0, 16)];
  const view = new DataView(trace.buffer, trace.byteOffset, trace.byteLength);
  const count = 1 + next(4);
  for (let at = 16, index = 0; at + 8 <= trace.length; index++) {
    const length = view.getUint32(at + 4, true);
    const name = String.fromCharCode(...trace.subarray(at, at + 4));
    const contents = trace.subarray(at + 8, at + 8 + length);
    const isHit = index % count === 0 && contents.length > 0;
    const damaged = !isHit
      ? contents
      : name === 'EVTS'
        ? mutated(contents, contents.length, next)
        : bytesOf(mutatedText(textOf(contents), next));
    parts.push(encodeChunk(name, damaged));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

async function useTrace(bytes: Uint8Array): Promise<void> {
  const trace = await openTrace(source(bytes), 't.ps2trace');
  await traceContent(trace, bytes.length);
  for (const format of exportFormats) {
    try {
      for await (const piece of format.write(trace))
        if (piece.length > 1 << 26) throw new RangeError('large');
    } catch (error) {
      if (!isSentence(error)) throw error;
    }
  }
}

/** Memory of 32 MB in which a damaged description of a program is. */
function portOf(bytes: Uint8Array): { read: (address: number, length: number) => Promise<Uint8Array> } {
  return {
    read: (address, length) => {
      const all = new Uint8Array(length);
      all.set(bytes.subarray(Math.min(address % 4096, bytes.length)).subarray(0, length));
      return Promise.resolve(all);
    },
  };
}

/** Files of a disc, as bytes by name, and the disc. */
async function discOf(): Promise<{ image: Uint8Array; files: ReadonlyMap<string, Uint8Array> }> {
  const [model, tokenizer] = [tinyModel(), tinyTokenizer()];
  const plan = compilePlan(model, { tokensBytes: tokensBytesOf(tokenizer) });
  const elf = file('test', 'fixtures', 'ps2', 'model.elf');
  const psnt = { name: 'MODEL.PSN', source: source(file('samples', 'tiny', 'tiny.psnt')) };
  const run = { ...greedy, prompt: [1, 2] };
  const parts = await bootFiles({ model, plan, run, tokenizer, elf, choices: [[1], [2, 3]], extra: [psnt] });
  const files = new Map<string, Uint8Array>();
  for (const part of parts) files.set(part.name, await part.source.read(0, part.source.size));
  const { bytes } = await imageInMemory(parts, { discType: 'cd', volume: 'PS2ML' });
  return { image: bytes, files };
}

/** The descriptors and directories of an image changed; a whole image for each case would mostly copy. */
function damagedImage(image: Uint8Array, next: Random): Uint8Array {
  const copy = image.slice();
  const [start, end] = [16 * 2048, 24 * 2048];
  copy.set(mutated(copy.slice(start, end), end - start, next).subarray(0, end - start), start);
  return next(10) === 0 ? copy.subarray(0, next(copy.length)) : copy;
}

async function useImage(bytes: Uint8Array): Promise<void> {
  const volume = await readVolume(source(bytes));
  const models = await findDiscModels(source(bytes), volume);
  new DiscMap(volume, Math.floor(bytes.length / 2048), models);
}

const projectText = `{
  // A comment.
  "model": "tiny.psnt", "tokenizer": "tiny.tokenizer.bin", "prompts": ["Once", "Twice"],
  "sampling": { "temperature": 0.8, "topK": 5, "seed": 3 }, "context": 100, "kvCache": "int16",
  "disc": { "type": "dvd", "region": "pal", "code": "PSML_000.01" }, "ram": { "budgetKiB": 30000 },
  "layout": { "weights": "resident", "cacheMiB": 4 }, "files": ["A.BIN", { "file": "B" }], "target": "built-in",
}`;
const launchText = JSON.stringify({
  program: 'tiny.psnt',
  target: 'reference',
  prompt: 'Once',
  tokens: 5,
  sampling: { temperature: 0.5, topK: 3 },
  stopOnEntry: 'layer',
  layout: { weights: 'resident' },
  ps2link: { address: '192.168.0.10' },
  pcsx2: { slot: 28011 },
  disc: { type: 'cd' },
});

/** What a tokenizer's file can say of cutting texts: each kind of part once. */
const tokenizerTexts = [
  seeds.tokenizerJson,
  '{"normalizer":{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Replace","pattern":{"Regex":"(a|aa)+b"},"content":"aa"},{"type":"Prepend","prepend":"▁"}]},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\\\p{L}+|\\\\s+(?!\\\\S)|[^\\\\s]{1,3}"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]},"decoder":{"type":"ByteLevel"},"model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]]}}',
];

/** Every reader of the product that is given bytes or texts which others wrote. */
export async function readers(): Promise<readonly Reader[]> {
  const disc = await discOf();
  const discFile = (name: string): seeds.SeedFile => {
    const bytes = disc.files.get(name);
    if (bytes === undefined) throw new Error(`The disc has no ${name}.`);
    return { file: bytes, header: Math.min(bytes.length, 4096) };
  };
  const traces = readdirSync(path.join(projectRoot, 'test', 'fixtures', 'trace'))
    .filter((name) => name.endsWith('.ps2trace'))
    .map((name) => file('test', 'fixtures', 'trace', name));
  const elfs = ['model', 'threads', 'screen'].map((name): seeds.SeedFile => {
    const bytes = file('test', 'fixtures', 'ps2', `${name}.elf`);
    return { file: bytes, header: bytes.length };
  });
  const open = async (bytes: Uint8Array, next: Random): Promise<void> =>
    useModel(await openModel(source(bytes), 'f'), next);
  const command = encodeCommand({ kind: 'execee', words: ['host:a.elf', '-x'] });
  const described = { file: new Uint8Array(512).fill(0), header: 256 };
  return [
    { name: 'psnt', damage: oneOf(await seeds.psntSeeds()), read: open },
    { name: 'gguf', damage: oneOf([seeds.ggufSeed()]), read: open },
    { name: 'llama2c', damage: oneOf([seeds.llama2cSeed()]), read: open },
    {
      name: 'pickle',
      damage: oneOf([seeds.torchSeed()]),
      read: async (bytes, next) => {
        const beside = (name: string): Promise<string | undefined> =>
          Promise.resolve(name === 'config.json' ? seeds.checkpointConfig : undefined);
        await useModel(await openTorchCheckpoint(source(bytes), 'f', beside), next);
      },
    },
    {
      name: 'safetensors',
      damage: oneOf([seeds.safetensorsSeed()]),
      read: async (bytes, next) => {
        const shards = [{ name: 's', source: source(bytes) }];
        const config = seeds.checkpointConfig;
        await useModel(await openSafetensorsFolder({ label: 'c', config, shards }), next);
      },
    },
    {
      name: 'config.json',
      damage: texts(seeds.checkpointConfig),
      read: async (bytes, next) => {
        const shards = [{ name: 's', source: source(seeds.safetensorsSeed().file) }];
        await useModel(await openSafetensorsFolder({ label: 'c', config: textOf(bytes), shards }), next);
      },
    },
    { name: 'tokenizer.json', damage: texts(...tokenizerTexts), read: useTokenizer },
    { name: 'tokenizer.model', damage: oneOf([seeds.sentencePieceSeed()]), read: useTokenizer },
    { name: 'tokenizer.bin', damage: oneOf([seeds.tokenizerBinSeed()]), read: useTokenizer },
    {
      name: 'chat template',
      damage: texts(chatMlTemplate),
      read: (bytes) => {
        const format = { template: textOf(bytes), specials: new Map(), encode: () => [] };
        chatText(format, [{ role: 'user', content: 'Hello' }]);
      },
    },
    { name: 'iso', damage: (next) => damagedImage(disc.image, next), read: useImage },
    {
      name: 'elf',
      damage: oneOf(elfs),
      read: (bytes) => {
        readElf(bytes, 'a.elf');
      },
    },
    {
      name: 'PLAN.BIN',
      damage: oneOf([discFile('PLAN.BIN')], (bytes) => withCrc(bytes, planHeader.offsetOf('crc'))),
      read: (bytes) => {
        renderListing(decodePlan(bytes, 'PLAN.BIN'));
      },
    },
    {
      name: 'TOKENS.BIN',
      damage: oneOf([discFile('TOKENS.BIN')], (bytes) => withCrc(bytes, tokensHeader.offsetOf('crc'))),
      read: (bytes) => {
        const tokens = decodeTokens(bytes, 'TOKENS.BIN');
        for (let id = 0; id <= tokens.vocabSize; id++) tokens.textOf(id);
      },
    },
    {
      name: 'RUN.BIN',
      damage: oneOf([discFile('RUN.BIN')]),
      read: (bytes) => {
        promptIn(bytes);
        isInteractive(bytes);
      },
    },
    {
      name: 'trace',
      damage: (next) => forgedTrace(traces[next(traces.length)] ?? new Uint8Array(), next),
      read: useTrace,
    },
    {
      name: 'ps2ml.json',
      damage: texts(projectText),
      read: (bytes) => {
        const { problems } = parseProject(textOf(bytes));
        for (const { message } of problems) check(message);
      },
    },
    {
      name: 'SYSTEM.CNF',
      damage: texts('BOOT2 = cdrom0:\\PSML_000.01;1\r\nVER = 1.00\r\nVMODE = NTSC\r\n'),
      read: (bytes) => {
        findingsOf(textOf(bytes));
        formatted(textOf(bytes));
        parseSystemCnf(bytes);
      },
    },
    {
      name: 'launch configuration',
      damage: texts(launchText),
      read: (bytes) => {
        let values: unknown;
        try {
          values = JSON.parse(textOf(bytes));
        } catch {
          return;
        }
        parseLaunchArguments(values, ['reference', 'built-in']);
      },
    },
    {
      name: 'expression',
      damage: texts('max(x) > 100 && pass == 3', 'topk(keys.L00[3][5], 5)', 'token == 13 || x[0][5] < 0'),
      read: (bytes) => {
        try {
          parseExpression(textOf(bytes));
        } finally {
          parseCondition(textOf(bytes));
        }
      },
    },
    {
      name: 'description of a program',
      damage: oneOf([described]),
      read: async (bytes) => {
        await readDescription(portOf(bytes), 0);
      },
    },
    {
      name: 'PINE',
      damage: oneOf([{ file: Uint8Array.of(9, 0, 0, 0, 0, 1, 2, 3, 4), header: 9 }]),
      read: (bytes, next) => {
        const cut = next(bytes.length + 1);
        new RequestReader().push(bytes);
        const reader = new ReplyReader();
        if (reader.push(bytes.subarray(0, cut)) === undefined) reader.push(bytes.subarray(cut));
      },
    },
    {
      name: 'ps2link',
      damage: oneOf([{ file: command, header: 64 }]),
      read: (bytes) => {
        for (const read of [
          () => decodeCommand(bytes),
          () => decodeFileRequest(bytes),
          () => decodeFileReply('read', bytes),
        ])
          try {
            read();
          } catch (error) {
            if (!isSentence(error)) throw error;
          }
      },
    },
  ];
}

/** Errors of the language itself; none of them is written for a user. */
const raw = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError];

/** Whether a refusal is one sentence or several for a person. */
export function isSentence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The data has only so many bytes: `checkRange` of a source.
  const isRange = error instanceof RangeError && error.message.endsWith('truncated or the wrong file.');
  if (!isRange && raw.some((kind) => error.constructor === kind)) return false;
  try {
    check(errorText(error));
    return true;
  } catch {
    return false;
  }
}

const longest = 4096;

/** @throws Error when a message is no sentence, or shows what the reader computed with. */
function check(message: string): void {
  const isOdd =
    /\bundefined\b(?! values?\b)|NaN \d|\[object |^\s*$/.test(message) || message.length > longest;
  if (isOdd) throw new EvalError(`Not a sentence: ${message.slice(0, 300)}`);
}
