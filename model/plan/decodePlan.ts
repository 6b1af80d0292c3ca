import { FormatError } from '../formatError';
import { contextLength, type ModelConfig, type TensorType } from '../model';
import { crc32 } from './crc32';
import {
  bufferKinds,
  entryBytes,
  matrixTypes,
  none,
  operandIndices,
  operationKinds,
  planMagic,
  planVersion,
  regionKinds,
  rowMeanings,
} from './encodePlan';
import type {
  Buffer,
  Matrix,
  MatrixPart,
  Operand,
  Operation,
  Plan,
  Range,
  Read,
  RopeTables,
  Tile,
} from './plan';
import { sectorBytes } from './units';

const headerBytes = 512;
const directoryOffset = 192;
const crcOffset = 24;
const operandBytes = 24;
const operandSlots = 5;
type TableName = keyof typeof entryBytes;

/**
 * Reads PLAN.BIN (docs/plan.md) back.
 * @param label what to call it in messages
 * @throws FormatError
 */
export function decodePlan(bytes: Uint8Array, label: string): Plan {
  const file = new PlanFile(bytes, label);
  file.checkHeader();
  const config = configOf(file);
  const buffers = file.table('buffers').map(bufferOf);
  const parts = file.table('parts').map((entry) => ({ part: partOf(entry), address: entry.u32(24) }));
  const reads = file.table('reads').map(readOf);
  const [planAddress, arena, stack] = [file.u32(28), file.range(32), file.range(40)];
  return {
    arithmetic: file.u32(12),
    model: file.text(176),
    config,
    batch: file.u32(100),
    arena,
    planAddress,
    run: file.place(48),
    tokens: file.place(56),
    stack,
    regions: file.table('regions').map((entry) => ({
      name: entry.text(0),
      kind: entry.choice(4, regionKinds, 'a kind of region'),
      ...entry.range(8),
    })),
    buffers,
    matrices: file.table('matrices').map((entry, index) => matrixOf(entry, index, parts)),
    tiles: file.table('tiles').map(tileOf),
    reads,
    operations: file.table('operations').map((entry, index) => operationOf(entry, index, buffers)),
    layers: file.table('layers').map((entry) => ({
      index: entry.u32(4),
      id: entry.text(0),
      unique: entry.u32(8),
      first: entry.u32(12),
      end: entry.u32(16),
    })),
    liveness: file
      .table('liveness')
      .map((entry) => ({ buffer: entry.u32(0), from: entry.u32(4), to: entry.u32(8) })),
    weightsFile: {
      sectors: file.u32(96),
      residentSectors: residentSectorsOf(reads),
      bytes: file.u32(96) * sectorBytes,
    },
    rope: ropeOf(file, config, planAddress),
  };
}

/** Words at offsets within a part of the file. */
class Entry {
  constructor(
    readonly file: PlanFile,
    private readonly start: number,
  ) {}

  u32(offset: number): number {
    return this.file.u32(this.start + offset);
  }

  index(offset: number): number | undefined {
    const value = this.u32(offset);
    return value === none ? undefined : value;
  }

  text(offset: number): string {
    return this.file.text(this.start + offset);
  }

  range(offset: number): Range {
    return this.file.range(this.start + offset);
  }

  choice<T>(offset: number, choices: readonly T[], what: string): T {
    const code = this.u32(offset);
    const found = choices[code];
    if (found === undefined)
      throw this.file.wrong(what, this.start + offset, String(code), `below ${choices.length}`);
    return found;
  }
}

class PlanFile {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly label: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  checkHeader(): void {
    const { bytes } = this;
    if (bytes.length < headerBytes)
      throw this.wrong('the file', 0, `${bytes.length} bytes long`, `at least ${headerBytes}`);
    const magic = String.fromCharCode(...bytes.subarray(0, planMagic.length));
    if (magic !== planMagic) throw this.wrong('the magic', 0, JSON.stringify(magic), planMagic);
    const major = this.view.getUint16(8, true);
    if (major !== planVersion.major)
      throw this.wrong('the version', 8, String(major), String(planVersion.major));
    if (this.u32(20) !== bytes.length)
      throw this.wrong('its length', 20, String(this.u32(20)), String(bytes.length));
    const plain = bytes.slice();
    plain.fill(0, crcOffset, crcOffset + 4);
    const crc = crc32(plain);
    if (crc !== this.u32(crcOffset))
      throw this.wrong('the CRC-32', crcOffset, hex(this.u32(crcOffset)), hex(crc));
  }

  u32(offset: number): number {
    if (offset + 4 > this.bytes.length)
      throw this.wrong('a field', offset, 'behind the end', `below ${this.bytes.length}`);
    return this.view.getUint32(offset, true);
  }

  f32(offset: number): number {
    return this.view.getFloat32(offset, true);
  }

  /** First address and the one after the last. */
  range(offset: number): Range {
    return { start: this.u32(offset), end: this.u32(offset + 4) };
  }

  /** An address and a number of bytes. */
  place(offset: number): Range {
    const start = this.u32(offset);
    return { start, end: start + this.u32(offset + 4) };
  }

  /** The NUL-terminated text whose offset in the strings stands here. */
  text(offset: number): string {
    const { start, end } = this.section('strings');
    const first = start + this.u32(offset);
    const last = this.bytes.indexOf(0, first);
    if (first >= end || last < first || last >= end)
      throw this.wrong('a text', offset, 'outside the strings', 'one of them');
    return new TextDecoder().decode(this.bytes.subarray(first, last));
  }

  table(name: TableName): Entry[] {
    const { start, count, size } = this.section(name);
    return Array.from({ length: count }, (_, index) => new Entry(this, start + index * size));
  }

  /** A table of numbers in the file. @param field offset of the address that says where it is. */
  floats(field: number, start: number, count: number): Float32Array {
    if (start < 0 || start + 4 * count > this.bytes.length) {
      const [found, expected] = [`for bytes ${start} on`, `${count} values inside of the file`];
      throw this.wrong('the address of a table', field, found, expected);
    }
    return Float32Array.from({ length: count }, (_, index) => this.f32(start + 4 * index));
  }

  wrong(field: string, offset: number, found: string, expected: string): FormatError {
    return new FormatError({
      label: this.label,
      field,
      offset,
      found,
      expected,
      advice: 'build the image again',
    });
  }

  private section(name: TableName): { start: number; end: number; count: number; size: number } {
    const at = directoryOffset + (Object.keys(entryBytes) as TableName[]).indexOf(name) * 12;
    const [start, count, size] = [this.u32(at), this.u32(at + 4), this.u32(at + 8)];
    if (size < entryBytes[name])
      throw this.wrong(
        `the entries of ${name}`,
        at + 8,
        `${size} bytes long`,
        `at least ${entryBytes[name]}`,
      );
    if (start + count * size > this.bytes.length)
      throw this.wrong(`the table ${name}`, at, 'longer than the file', `at most ${this.bytes.length} bytes`);
    return { start, end: start + count * size, count, size };
  }
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');

function configOf(file: PlanFile): ModelConfig {
  const word = (index: number): number => file.u32(104 + 4 * index);
  const flags = file.u32(152);
  return {
    dim: word(0),
    hiddenDim: word(1),
    layers: word(2),
    uniqueLayers: word(3),
    heads: word(4),
    kvHeads: word(5),
    headDim: word(6),
    kvDim: word(7),
    vocabSize: word(8),
    seqLen: word(9),
    registers: word(10),
    sharedClassifier: (flags & 1) !== 0,
    denseformer: (flags & 2) !== 0,
    valueResidual: (flags & 4) !== 0,
    eps: file.f32(156),
    ropeTheta: file.f32(160),
  };
}

/** The header, and everything that is read once. */
const residentSectorsOf = (reads: readonly Read[]): number =>
  1 + reads.reduce((sum, { preload, sectors }) => sum + (preload ? sectors : 0), 0);

/** The tables stand in the file where their addresses say that they are once it is loaded. */
function ropeOf(file: PlanFile, config: ModelConfig, planAddress: number): RopeTables {
  const [cosAddress, sinAddress] = [file.u32(168), file.u32(172)];
  const count = contextLength(config) * (config.headDim / 2);
  return {
    cos: file.floats(168, cosAddress - planAddress, count),
    sin: file.floats(172, sinAddress - planAddress, count),
    cosAddress,
    sinAddress,
  };
}

function bufferOf(entry: Entry, index: number): Buffer {
  const layer = entry.index(36);
  return {
    index,
    name: entry.text(0),
    kind: entry.choice(4, bufferKinds, 'a kind of buffer'),
    type: entry.choice(8, ['f32', 'i32'] as const, 'a type of buffer'),
    ...entry.range(12),
    rows: entry.u32(20),
    cols: entry.u32(24),
    stride: entry.u32(28),
    rowMeaning: entry.choice(32, rowMeanings, 'the meaning of a row'),
    ...(layer !== undefined && { layer }),
  };
}

const partOf = (entry: Entry): MatrixPart => ({
  rowStart: entry.u32(0),
  rows: entry.u32(4),
  fileOffset: entry.u32(8),
  bytes: entry.u32(12),
  dataOffset: entry.u32(16),
  stride: entry.u32(20),
});

function matrixOf(
  entry: Entry,
  index: number,
  all: readonly { part: MatrixPart; address: number }[],
): Matrix {
  const [code, layer, first, count] = [entry.u32(16), entry.index(4), entry.u32(28), entry.u32(32)];
  const types = Object.entries(matrixTypes) as [TensorType, number][];
  const type = types.find(([, value]) => value === code)?.[0];
  if (type === undefined)
    throw entry.file.wrong(`the type of matrix ${index}`, 0, String(code), 'a type of docs/plan.md');
  const own = all.slice(first, first + count);
  const resident = entry.u32(20) !== 0;
  return {
    index,
    name: entry.text(0),
    ...(layer !== undefined && { layer }),
    rows: entry.u32(8),
    cols: entry.u32(12),
    type,
    resident,
    address: entry.u32(24),
    partAddresses: resident ? own.map(({ address }) => address) : [],
    parts: own.map(({ part }) => part),
  };
}

function tileOf(entry: Entry, index: number): Tile {
  const read = entry.index(28);
  return {
    index,
    matrix: entry.u32(0),
    part: entry.u32(4),
    rowStart: entry.u32(8),
    rows: entry.u32(12),
    stride: entry.u32(16),
    scalesAddress: entry.u32(20),
    dataAddress: entry.u32(24),
    ...(read !== undefined && { read }),
  };
}

function readOf(entry: Entry, index: number): Read {
  const [matrix, part] = [entry.index(4), entry.index(8)];
  return {
    index,
    preload: (entry.u32(0) & 1) !== 0,
    ...(matrix !== undefined && { matrix }),
    ...(part !== undefined && { part }),
    sector: entry.u32(12),
    sectors: entry.u32(16),
    bytes: entry.u32(20),
    address: entry.u32(24),
    issuedBefore: entry.u32(28),
    neededBy: entry.u32(32),
  };
}

function operationOf(entry: Entry, index: number, buffers: readonly Buffer[]): Operation {
  const [layer, matrix] = [entry.index(12), entry.index(16)];
  const operand = (slot: number): Operand => operandOf(entry, 32 + slot * operandBytes);
  const count = Math.min(entry.u32(28), operandSlots);
  const inputs = Array.from({ length: count }, (_, slot) => operand(1 + slot));
  const kind = entry.choice(4, operationKinds, 'a kind of operation');
  const after = 32 + (1 + operandSlots) * operandBytes;
  return {
    index,
    id: entry.text(0),
    kind,
    ...(layer !== undefined && { layer }),
    tail: (entry.u32(8) & 1) !== 0,
    output: operand(0),
    inputs: kind === 'mix' ? mixInputs(inputs, entry.u32(after), entry.u32(after + 4), buffers) : inputs,
    ...(matrix !== undefined && { matrix }),
    firstTile: entry.u32(20),
    tiles: entry.u32(24),
  };
}

/** A mix says its first row and the distance to the next ones; each lies in a buffer of its own. */
function mixInputs(
  [weights, first]: readonly Operand[],
  rows: number,
  distance: number,
  buffers: readonly Buffer[],
): Operand[] {
  if (weights === undefined || first === undefined) return [];
  // As many as there are buffers to lie in, whatever the number says.
  const count = Math.min(rows, buffers.length);
  return [
    weights,
    ...Array.from({ length: count }, (_, row) => {
      const address = first.address + row * distance;
      const buffer = buffers.find(({ start, end }) => start <= address && address < end)?.index;
      return { ...first, ...(buffer !== undefined && { buffer }), address };
    }),
  ];
}

function operandOf(entry: Entry, offset: number): Operand {
  const [buffer, matrix] = [entry.index(offset), entry.index(offset + 4)];
  return {
    ...(buffer !== undefined && { buffer }),
    ...(matrix !== undefined && { matrix }),
    address: entry.u32(offset + 8),
    stride: entry.u32(offset + 12),
    index: entry.choice(offset + 16, operandIndices, 'the index of an operand'),
    cols: entry.u32(offset + 20),
  };
}
