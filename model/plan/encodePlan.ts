import { contextLength, type TensorType } from '../model';
import { BinaryWriter } from './binary';
import { crc32 } from './crc32';
import type { Buffer, BufferKind, Operand, OperationKind, Plan, RegionKind } from './plan';
import { align } from './units';

/** "No such thing" in an index field. */
export const none = 0xffff_ffff;
export const planMagic = 'PS2MPLAN';
export const planVersion = { major: 1, minor: 0 };

/** Codes of docs/plan.md; the position in the list is the code. */
export const regionKinds: readonly RegionKind[] = [
  'system',
  'program',
  'plan',
  'stack',
  'weights',
  'activations',
  'kv',
  'stream',
  'free',
];
export const bufferKinds: readonly BufferKind[] = ['activation', 'kv', 'scratch', 'weights', 'tokens'];
export const operationKinds: readonly OperationKind[] = [
  'embed',
  'rmsnorm',
  'matmul',
  'add',
  'rope',
  'attention',
  'swiglu',
  'mix',
  'sample',
];
export const rowMeanings: readonly Buffer['rowMeaning'][] = ['position in pass', 'position', 'head', 'none'];
/** Codes of matrix types. */
export const matrixTypes: Readonly<Record<TensorType, number>> = {
  f32: 0,
  ternary: 1,
  q4: 4,
  q4g32: 5,
  q8: 8,
};
export const operandIndices: readonly Operand['index'][] = ['pass', 'position', 'none'];

const headerBytes = 512;
const tableAlignment = 64;
/** A mix has more inputs than this: its layer outputs lie at equal distances, so the first and the distance say them all. */
const operandSlots = 5;

/** Bytes of one entry of each table, in the order of the directory in the header. */
export const entryBytes = {
  regions: 16,
  buffers: 48,
  matrices: 48,
  parts: 32,
  tiles: 32,
  reads: 48,
  operations: 192,
  layers: 32,
  liveness: 16,
  strings: 1,
} as const;

/** Where the CRC of a read stands in its entry, and where the id of the weights stands in the file. */
const readCrcOffset = 36;
const weightsIdOffset = 64;

/** What ties a plan to its WEIGHTS.BIN: its id, and a CRC-32 for each of the plan's reads (whole sectors). */
export interface WeightsDigest {
  /** 32 bytes. */
  readonly id: Uint8Array;
  readonly crcs: readonly number[];
}

interface Sections {
  readonly counts: Record<keyof typeof entryBytes, number>;
  readonly offsets: Record<keyof typeof entryBytes, number>;
  readonly rope: number;
  readonly total: number;
  readonly strings: Strings;
}

/** Size of PLAN.BIN. It depends on the plan's tables alone, not on addresses. */
export function encodedPlanBytes(plan: Plan): number {
  return sectionsOf(plan).total;
}

/** PLAN.BIN as docs/plan.md specifies it. */
export function encodePlan(plan: Plan, weights: WeightsDigest): Uint8Array {
  const sections = sectionsOf(plan);
  const writer = new BinaryWriter(sections.total);
  writeHeader(writer, plan, weights, sections);
  writeTables(writer, plan, weights, sections);
  writer.at(sections.rope).floats(plan.rope.cos).floats(plan.rope.sin);
  writer.at(24).u32(crc32(writer.bytes));
  return writer.bytes;
}

/** The digest that a PLAN.BIN of this plan carries: what its bytes depend on besides the plan. */
export function digestIn(plan: Plan, bytes: Uint8Array): WeightsDigest {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offsets } = sectionsOf(plan);
  const crcs = plan.reads.map((_, index) =>
    view.getUint32(offsets.reads + index * entryBytes.reads + readCrcOffset, true),
  );
  return { id: bytes.slice(weightsIdOffset, weightsIdOffset + 32), crcs };
}

/** Whether the bytes are PLAN.BIN of this plan, whatever its weights are. */
export function isPlan(plan: Plan, bytes: Uint8Array): boolean {
  if (bytes.length !== encodedPlanBytes(plan)) return false;
  const expected = encodePlan(plan, digestIn(plan, bytes));
  return expected.every((byte, index) => byte === bytes[index]);
}

function sectionsOf(plan: Plan): Sections {
  const strings = new Strings(plan);
  const counts = {
    regions: plan.regions.length,
    buffers: plan.buffers.length,
    matrices: plan.matrices.length,
    parts: plan.matrices.reduce((sum, matrix) => sum + matrix.parts.length, 0),
    tiles: plan.tiles.length,
    reads: plan.reads.length,
    operations: plan.operations.length,
    layers: plan.layers.length,
    liveness: plan.liveness.length,
    strings: strings.bytes.length,
  };
  const offsets = { ...counts };
  let next = headerBytes;
  for (const table of Object.keys(entryBytes) as (keyof typeof entryBytes)[]) {
    offsets[table] = next;
    next = align(next + counts[table] * entryBytes[table], tableAlignment);
  }
  return { counts, offsets, strings, rope: next, total: next + 2 * plan.rope.cos.byteLength };
}

function writeHeader(writer: BinaryWriter, plan: Plan, weights: WeightsDigest, sections: Sections): void {
  const { config } = plan;
  const flags =
    (config.sharedClassifier ? 1 : 0) | (config.denseformer ? 2 : 0) | (config.valueResidual ? 4 : 0);
  writer.at(0).ascii(planMagic).u16(planVersion.major, planVersion.minor);
  writer.u32(plan.arithmetic, headerBytes, sections.total, 0, plan.planAddress);
  writer.u32(plan.arena.start, plan.arena.end, plan.stack.start, plan.stack.end);
  writer.u32(
    plan.run.start,
    plan.run.end - plan.run.start,
    plan.tokens.start,
    plan.tokens.end - plan.tokens.start,
  );
  writer.at(weightsIdOffset).raw(weights.id.subarray(0, 32));
  writer.at(96).u32(plan.weightsFile.sectors, plan.batch);
  writer.u32(config.dim, config.hiddenDim, config.layers, config.uniqueLayers, config.heads, config.kvHeads);
  writer.u32(
    config.headDim,
    config.kvDim,
    config.vocabSize,
    config.seqLen,
    config.registers,
    contextLength(config),
  );
  writer.u32(flags).f32(config.eps, config.ropeTheta, 1 / Math.sqrt(config.headDim));
  writer.u32(plan.rope.cosAddress, plan.rope.sinAddress);
  writer.u32(sections.strings.offsetOf(plan.model), 0);
  writer.at(192);
  for (const table of Object.keys(entryBytes) as (keyof typeof entryBytes)[]) {
    writer.u32(sections.offsets[table], sections.counts[table], entryBytes[table]);
  }
}

function writeTables(writer: BinaryWriter, plan: Plan, weights: WeightsDigest, sections: Sections): void {
  const { strings, offsets } = sections;
  const optional = (value: number | undefined): number => value ?? none;
  const each = <T>(
    table: keyof typeof entryBytes,
    items: readonly T[],
    write: (item: T, index: number) => void,
  ): void =>
    items.forEach((item, index) => {
      writer.at(offsets[table] + index * entryBytes[table]);
      write(item, index);
    });

  each('regions', plan.regions, ({ name, kind, start, end }) =>
    writer.u32(strings.offsetOf(name), regionKinds.indexOf(kind), start, end),
  );
  each('buffers', plan.buffers, (buffer) => {
    const type = buffer.type === 'f32' ? 0 : 1;
    writer.u32(
      strings.offsetOf(buffer.name),
      bufferKinds.indexOf(buffer.kind),
      type,
      buffer.start,
      buffer.end,
    );
    writer.u32(
      buffer.rows,
      buffer.cols,
      buffer.stride,
      rowMeanings.indexOf(buffer.rowMeaning),
      optional(buffer.layer),
    );
  });
  let firstPart = 0;
  each('matrices', plan.matrices, (matrix) => {
    const type = matrixTypes[matrix.type];
    writer.u32(strings.offsetOf(matrix.name), optional(matrix.layer), matrix.rows, matrix.cols, type);
    writer.u32(matrix.resident ? 1 : 0, matrix.address, firstPart, matrix.parts.length);
    firstPart += matrix.parts.length;
  });
  const parts = plan.matrices.flatMap((matrix) =>
    matrix.parts.map((part, index) => ({ part, address: matrix.partAddresses[index] ?? 0 })),
  );
  each('parts', parts, ({ part, address }) => {
    writer.u32(part.rowStart, part.rows, part.fileOffset, part.bytes, part.dataOffset, part.stride, address);
  });
  each('tiles', plan.tiles, (tile) => {
    writer.u32(tile.matrix, tile.part, tile.rowStart, tile.rows, tile.stride);
    writer.u32(tile.scalesAddress, tile.dataAddress, optional(tile.read));
  });
  each('reads', plan.reads, (read, index) => {
    writer.u32(
      read.preload ? 1 : 0,
      optional(read.matrix),
      optional(read.part),
      read.sector,
      read.sectors,
      read.bytes,
    );
    writer.u32(read.address, read.issuedBefore, read.neededBy, weights.crcs[index] ?? 0);
  });
  each('operations', plan.operations, (operation) => {
    const isMix = operation.kind === 'mix';
    const inputs = isMix ? operation.inputs.slice(0, 2) : operation.inputs;
    const [, first, second] = operation.inputs;
    writer.u32(
      strings.offsetOf(operation.id),
      operationKinds.indexOf(operation.kind),
      operation.tail ? 1 : 0,
    );
    writer.u32(
      optional(operation.layer),
      optional(operation.matrix),
      operation.firstTile,
      operation.tiles,
      inputs.length,
    );
    writeOperand(writer, operation.output);
    for (let slot = 0; slot < operandSlots; slot++) writeOperand(writer, inputs[slot]);
    writer.u32(isMix ? operation.inputs.length - 1 : 0);
    writer.u32(isMix && first && second ? second.address - first.address : 0);
  });
  each('layers', plan.layers, (layer) => {
    writer.u32(strings.offsetOf(layer.id), layer.index, layer.unique, layer.first, layer.end);
  });
  each('liveness', plan.liveness, ({ buffer, from, to }) => writer.u32(buffer, from, to));
  writer.at(offsets.strings).raw(strings.bytes);
}

/** An operand slot is 24 bytes (buffer, matrix, address, stride, index, columns); an unused one has index `none`. */
function writeOperand(writer: BinaryWriter, operand: Operand | undefined): void {
  if (!operand) {
    writer.u32(none, none, 0, 0, none, 0);
    return;
  }
  const { buffer, matrix, address, stride, index, cols } = operand;
  writer.u32(buffer ?? none, matrix ?? none, address, stride, operandIndices.indexOf(index), cols);
}

/** Names as NUL-terminated UTF-8, each once. Offset 0 is the empty string. */
class Strings {
  readonly bytes: Uint8Array;
  private readonly offsets = new Map<string, number>();

  constructor(plan: Plan) {
    const names = [plan.regions, plan.buffers, plan.matrices].flatMap((items) =>
      items.map((item) => item.name),
    );
    const ids = [plan.operations, plan.layers].flatMap((items) => items.map((item) => item.id));
    const encoder = new TextEncoder();
    const chunks: number[] = [];
    for (const text of ['', plan.model, ...names, ...ids]) {
      if (this.offsets.has(text)) continue;
      this.offsets.set(text, chunks.length);
      chunks.push(...encoder.encode(text), 0);
    }
    this.bytes = Uint8Array.from(chunks);
  }

  offsetOf(text: string): number {
    return this.offsets.get(text) ?? 0;
  }
}
