import { ramBytes } from '../../common/ram';
import { hex, MailboxError } from './error';
import { descriptionBytes, descriptionOffsets, entryBytes, entryNameBytes } from './layout';
import type { MemoryPort } from './memoryPort';
import { Words } from './words';

/** How often to read a description again if it changes while it is read. */
const tries = 8;
/** More entries than any program needs: a larger count is damage. */
const mostEntries = 16_384;
const noLayer = 0xffff_ffff;

/** An entry of a table: an operation, a buffer, a matrix or a region, as the program reported it. */
export interface DescribedEntry {
  readonly name: string;
  /** The name is longer than the entry. */
  readonly isCut: boolean;
  readonly layer: number | undefined;
  readonly address: number;
  /** Code of the type of its elements, and the address of the scales of int8 rows, or 0. */
  readonly typeCode: number;
  readonly scales: number;
  readonly rows: number;
  readonly cols: number;
}

/** The tables of a description. */
export const tableNames = ['operations', 'buffers', 'matrices', 'regions'] as const;
type TableName = (typeof tableNames)[number];

interface DescribedTable {
  readonly entries: readonly DescribedEntry[];
  readonly capacity: number;
  /** Reports that found no free entry. */
  readonly lost: number;
}

/** What a program has reported about itself so far (docs/mailbox.md). */
export interface Description {
  /** Changes with the tables. */
  readonly sequence: number;
  readonly passes: number;
  /** Operations that came in another order than in the passes before, and the last of them. */
  readonly changes: number;
  readonly lastChange: { readonly operation: number; readonly after: number; readonly pass: number };
  /** An instruction that the program comes to again and again while it waits for a host. */
  readonly waitAddress: number | undefined;
  readonly texts: number;
  readonly model: DescribedModel;
  readonly operations: DescribedTable;
  readonly buffers: DescribedTable;
  readonly matrices: DescribedTable;
  readonly regions: DescribedTable;
  /** Where the ids of the text are, how many there are and how many are kept. */
  readonly tokens: { readonly address: number; readonly count: number; readonly capacity: number };
}

/** The model as the program knows it; 0 is unknown. */
export interface DescribedModel {
  readonly name: string;
  readonly dim: number;
  readonly hiddenDim: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly vocabSize: number;
  readonly context: number;
  readonly crc: number;
}

/** The number that changes with the description at this address. */
export async function descriptionSequence(port: Pick<MemoryPort, 'read'>, address: number): Promise<number> {
  return new Words(await port.read(address + descriptionOffsets.sequence, 4)).at(0);
}

/**
 * Reads the description at an address, as of one moment.
 * @returns undefined when the program was changing it at every try.
 * @throws MailboxError when a table is not in RAM.
 */
export async function readDescription(
  port: Pick<MemoryPort, 'read'>,
  address: number,
): Promise<Description | undefined> {
  for (let left = tries; left > 0; left--) {
    const words = new Words(await port.read(address, descriptionBytes));
    const sequence = words.at(descriptionOffsets.sequence);
    if (sequence % 2 !== 0) continue;
    const read = await descriptionIn(words, address, port);
    if ((await descriptionSequence(port, address)) === sequence) return read;
  }
  return undefined;
}

async function descriptionIn(
  words: Words,
  address: number,
  port: Pick<MemoryPort, 'read'>,
): Promise<Description> {
  const at = (name: keyof typeof descriptionOffsets): number => words.at(descriptionOffsets[name]);
  const table = (name: TableName): Promise<DescribedTable> => readTable(words, address, name, port);
  const nameBytes = words.bytes.subarray(descriptionOffsets.modelName, descriptionBytes);
  const wait = at('waitAddress');
  const tokens = descriptionOffsets.tokens;
  const [kept, capacity] = [words.at(tokens), words.at(tokens + 8)];
  if (kept + capacity * 4 > ramBytes) refuse(address, tokens, `${capacity} tokens at ${hex(kept)}`);
  return {
    sequence: at('sequence'),
    passes: at('passes'),
    changes: at('changes'),
    lastChange: { operation: at('changed'), after: at('changedAfter'), pass: at('changedPass') },
    waitAddress: wait === 0 || wait >= ramBytes ? undefined : wait,
    texts: at('texts'),
    model: {
      name: textOf(nameBytes),
      dim: at('dim'),
      hiddenDim: at('hiddenDim'),
      layers: at('layers'),
      heads: at('heads'),
      kvHeads: at('kvHeads'),
      vocabSize: at('vocabSize'),
      context: at('context'),
      crc: at('crc'),
    },
    operations: await table('operations'),
    buffers: await table('buffers'),
    matrices: await table('matrices'),
    regions: await table('regions'),
    tokens: { address: kept, count: words.at(tokens + 4), capacity },
  };
}

async function readTable(
  words: Words,
  address: number,
  name: TableName,
  port: Pick<MemoryPort, 'read'>,
): Promise<DescribedTable> {
  const offset = descriptionOffsets[name];
  const [start, count, capacity, lost] = [0, 4, 8, 12].map((word) => words.at(offset + word));
  if (start === undefined || count === undefined || capacity === undefined || lost === undefined)
    throw new RangeError('A table has four words.');
  if (count > capacity || count > mostEntries || start % 4 !== 0 || start + count * entryBytes > ramBytes)
    refuse(address, offset, `${count} of ${capacity} ${name} at ${hex(start)}`);
  const bytes = count === 0 ? new Uint8Array() : await port.read(start, count * entryBytes);
  const entries = Array.from({ length: count }, (_, index) =>
    entryOf(bytes.subarray(index * entryBytes, (index + 1) * entryBytes)),
  );
  return { entries, capacity, lost };
}

function entryOf(bytes: Uint8Array): DescribedEntry {
  const words = new Words(bytes);
  const [layer, type] = [words.at(44), words.at(52)];
  return {
    name: textOf(bytes.subarray(0, entryNameBytes)),
    isCut: words.at(40) >= entryNameBytes,
    layer: layer === noLayer ? undefined : layer,
    address: words.at(48),
    typeCode: type >>> 28,
    scales: type & 0x0fff_ffff,
    rows: words.at(56),
    cols: words.at(60),
  };
}

/** Text up to a zero. */
function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function refuse(address: number, offset: number, found: string): never {
  throw new MailboxError(
    `The description at ${hex(address)} is damaged: offset 0x${offset.toString(16)} contains ${found}, expected a table in RAM that has room for its entries. Start the program again.`,
  );
}
