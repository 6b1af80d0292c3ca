import { viewOf } from '../../common/littleEndian';
import { contextLength } from '../model';
import { crc32 } from './crc32';
import { isPlannedOperation, isPlannedRegion } from './format/codes';
import { planHeader, planMagic, planVersion } from './format/header';
import { RecordWriter } from './format/references';
import type { AnyRecord, EntryOf } from './format/record';
import { entryBytes, tableNames, tables, type TableName } from './format/tables';
import type { Operand, Operation, Plan } from './plan';
import { align } from './units';

const tableAlignment = 64;

/** What ties a plan to its WEIGHTS.BIN: its id, and a CRC-32 for each of the plan's reads (whole sectors). */
export interface WeightsDigest {
  /** 32 bytes. */
  readonly id: Uint8Array;
  readonly crcs: readonly number[];
}

type Rows = { readonly [K in keyof typeof tables]: readonly EntryOf<(typeof tables)[K]>[] };

/** Size of PLAN.BIN. It depends on the plan's tables alone, not on addresses. */
export function encodedPlanBytes(plan: Plan): number {
  return sectionsOf(plan, rowsOf(plan)).total;
}

/** The number of entries of each table in PLAN.BIN. */
export function tableCounts(plan: Plan): Readonly<Record<TableName, number>> {
  return sectionsOf(plan, rowsOf(plan)).counts;
}

/** PLAN.BIN as docs/plan.md specifies it. */
export function encodePlan(plan: Plan, weights: WeightsDigest): Uint8Array {
  const rows = rowsOf(plan, weights.crcs);
  const sections = sectionsOf(plan, rows);
  const writer = new RecordWriter(sections.total, (text) => sections.strings.offsetOf(text));
  planHeader.write(writer, 0, headerOf(plan, weights, sections));
  for (const name of eachTable) writeTable(writer, tables[name], sections.offsets[name], rows[name]);
  writer.at(sections.offsets.strings).raw(sections.strings.bytes);
  writer.at(sections.rope).floats(plan.rope.cos).floats(plan.rope.sin);
  writer.at(planHeader.offsetOf('crc')).u32(crc32(writer.bytes));
  return writer.bytes;
}

/** The digest in a PLAN.BIN of this plan: the only part of its bytes that does not follow from the plan. */
export function digestIn(plan: Plan, bytes: Uint8Array): WeightsDigest {
  const view = viewOf(bytes);
  const first = sectionsOf(plan, rowsOf(plan)).offsets.reads + tables.reads.offsetOf('crc');
  const crcs = plan.reads.map((_, index) => view.getUint32(first + index * tables.reads.bytes, true));
  const id = planHeader.offsetOf('weightsId');
  return { id: bytes.slice(id, id + 32), crcs };
}

const eachTable = Object.keys(tables) as (keyof typeof tables)[];

/** The entries of the tables. Objects with the same fields in a plan and in its file are written unchanged. */
function rowsOf(plan: Plan, crcs: readonly number[] = []): Rows {
  return {
    regions: plan.regions.map((region) => ({ ...region, kind: planned(region.kind, isPlannedRegion) })),
    buffers: plan.buffers,
    matrices: matrixRows(plan),
    parts: plan.matrices.flatMap(({ parts, partAddresses }) =>
      parts.map((part, index) => ({ ...part, address: partAddresses[index] ?? 0 })),
    ),
    tiles: plan.tiles,
    reads: plan.reads.map((read, index) => ({
      ...read,
      flags: { preload: read.preload, row: read.row === true },
      crc: crcs[index] ?? 0,
    })),
    operations: plan.operations.map(operationRow),
    layers: plan.layers,
    liveness: plan.liveness,
  };
}

function matrixRows({ matrices }: Plan): Rows['matrices'] {
  let next = 0;
  return matrices.map((matrix) => {
    const firstPart = next;
    next += matrix.parts.length;
    return { ...matrix, firstPart, parts: matrix.parts.length };
  });
}

function operationRow(operation: Operation): Rows['operations'][number] {
  const { kind, tail } = operation;
  const inputs = kind === 'mix' ? operation.inputs.slice(0, 2) : operation.inputs;
  return {
    ...operation,
    kind: planned(kind, isPlannedOperation),
    flags: { tail },
    inputs: inputs.length,
    input: inputs,
    ...(kind === 'mix' ? mixedRows(operation.inputs) : { mixed: 0, mixedStride: 0 }),
  };
}

/** @throws RangeError for the plan of a program that describes itself, which has no file. */
function planned<Kind extends string, Planned extends Kind>(
  kind: Kind,
  isPlanned: (kind: Kind) => kind is Planned,
): Planned {
  if (isPlanned(kind)) return kind;
  throw new RangeError('A program that describes itself has no PLAN.BIN.');
}

/** The inputs of a mix are its weights and then many rows at equal distances. */
function mixedRows([, first, second, ...others]: readonly Operand[]): { mixed: number; mixedStride: number } {
  const mixed = (first ? 1 : 0) + (second ? 1 : 0) + others.length;
  return { mixed, mixedStride: first && second ? second.address - first.address : 0 };
}

interface Sections {
  readonly counts: Readonly<Record<TableName, number>>;
  readonly offsets: Readonly<Record<TableName, number>>;
  readonly rope: number;
  readonly total: number;
  readonly strings: Strings;
}

function sectionsOf(plan: Plan, rows: Rows): Sections {
  const texts = eachTable.flatMap((name) => textsOf(tables[name], rows[name]));
  const strings = new Strings(['', plan.model, ...texts]);
  const countOf = (name: TableName): number =>
    name === 'strings' ? strings.bytes.length : rows[name].length;
  const counts = recordOf(countOf);
  let next = planHeader.bytes;
  const offsets = recordOf((name) => {
    const offset = next;
    next = align(next + counts[name] * entryBytes(name), tableAlignment);
    return offset;
  });
  return { counts, offsets, strings, rope: next, total: next + 2 * plan.rope.cos.byteLength };
}

const recordOf = (valueOf: (name: TableName) => number): Readonly<Record<TableName, number>> =>
  Object.fromEntries(tableNames.map((name) => [name, valueOf(name)])) as Record<TableName, number>;

function headerOf(plan: Plan, weights: WeightsDigest, sections: Sections): EntryOf<typeof planHeader> {
  const { config, rope } = plan;
  return {
    magic: planMagic,
    ...planVersion,
    arithmetic: plan.arithmetic,
    eeFloats: plan.eeFloats,
    headerBytes: planHeader.bytes,
    fileBytes: sections.total,
    crc: 0,
    loadAddress: plan.planAddress,
    arena: plan.arena,
    stack: plan.stack,
    run: plan.run,
    tokens: plan.tokens,
    weightsId: weights.id,
    weightsSectors: plan.weightsFile.sectors,
    batch: plan.batch,
    shape: config,
    context: contextLength(config),
    flags: config,
    eps: config.eps,
    ropeTheta: config.ropeTheta,
    attentionScale: 1 / Math.sqrt(config.headDim),
    cosAddress: rope.cosAddress,
    sinAddress: rope.sinAddress,
    model: plan.model,
    modelContext: plan.modelContext,
    tables: tableNames.map((name) => ({
      offset: sections.offsets[name],
      count: sections.counts[name],
      entryBytes: entryBytes(name),
    })),
  };
}

type AnyRows = readonly Readonly<Record<string, unknown>>[];

function writeTable(to: RecordWriter, record: AnyRecord, offset: number, rows: AnyRows): void {
  rows.forEach((row, index) => record.write(to, offset + index * record.bytes, row));
}

const textsOf = (record: AnyRecord, rows: AnyRows): string[] => rows.flatMap((row) => record.textsOf(row));

/** Texts as NUL-terminated UTF-8, each once. */
class Strings {
  readonly bytes: Uint8Array;
  private readonly offsets = new Map<string, number>();

  constructor(texts: readonly string[]) {
    const encoder = new TextEncoder();
    const chunks: number[] = [];
    for (const text of texts) {
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
