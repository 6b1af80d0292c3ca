import { contextLength, type ModelConfig } from '../model';
import { arithmeticVersions, isArithmeticVersion, type ArithmeticVersion } from './arithmeticVersion';
import { modelShape, planHeader } from './format/header';
import type { AnyRecord, EntryOf } from './format/record';
import { operation, tables } from './format/tables';
import type { Buffer, Matrix, Operand, Operation, Plan, Read, RopeTables } from './plan';
import { PlanFile } from './planFile';
import { sectorBytes } from './units';

type Row<K extends keyof typeof tables> = EntryOf<(typeof tables)[K]>;

/**
 * Reads PLAN.BIN (docs/plan.md) back.
 * @param label the file's name in messages
 * @throws FormatError when a field is not valid.
 */
export function decodePlan(bytes: Uint8Array, label: string): Plan {
  const file = new PlanFile(bytes, label);
  const { header } = file;
  const config = configOf(file);
  const buffers = numbered(file.table('buffers'));
  const parts = file.table('parts');
  const tiles = numbered(file.table('tiles'));
  const reads = file.table('reads').map(readOf);
  return {
    arithmetic: arithmeticOf(file),
    eeFloats: header.eeFloats,
    model: header.model,
    config,
    modelContext: header.modelContext,
    kvCache: buffers.some(({ kind, type }) => kind === 'kv' && type === 'i16') ? 'int16' : 'f32',
    batch: header.batch,
    arena: header.arena,
    planAddress: header.loadAddress,
    run: header.run,
    tokens: header.tokens,
    stack: header.stack,
    regions: file.table('regions'),
    buffers,
    matrices: file.table('matrices').map((row, index) => matrixOf(file, row, index, parts)),
    tiles,
    reads,
    operations: operationsOf(file, buffers, tiles.length),
    layers: file.table('layers'),
    liveness: file.table('liveness'),
    weightsFile: {
      sectors: header.weightsSectors,
      residentSectors: residentSectorsOf(reads),
      bytes: header.weightsSectors * sectorBytes,
    },
    rope: ropeOf(file, config),
  };
}

function arithmeticOf({ reader, header }: PlanFile): ArithmeticVersion {
  if (isArithmeticVersion(header.arithmetic)) return header.arithmetic;
  const [at, found] = [planHeader.offsetOf('arithmetic'), String(header.arithmetic)];
  throw reader.wrong('the version of the arithmetic', at, found, arithmeticVersions.join(' or '));
}

const numbered = <T extends object>(rows: readonly T[]): (T & { readonly index: number })[] =>
  rows.map((row, index) => ({ index, ...row }));

/** The shape of the model. Its sizes must be consistent. */
function configOf({ reader, header }: PlanFile): ModelConfig {
  const { shape, context, flags, eps, ropeTheta } = header;
  const { dim, heads, kvHeads, headDim, kvDim } = shape;
  const wrong = (key: keyof typeof shape, expected: string): Error =>
    reader.wrong(
      `${key} of the header`,
      planHeader.offsetOf('shape') + modelShape.offsetOf(key),
      String(shape[key]),
      expected,
    );
  const [isDim, isKvDim] = [dim === heads * headDim, kvDim === kvHeads * headDim];
  if (headDim === 0 || headDim % 2 !== 0 || (!isDim && !isKvDim))
    throw wrong('headDim', `an even part of ${dim} for each of ${heads} heads`);
  if (!isDim) throw wrong('dim', `${heads} heads of ${headDim}`);
  if (!isKvDim) throw wrong('kvDim', `${kvHeads} heads of ${headDim}`);
  const config = { ...shape, ...flags, eps, ropeTheta };
  if (context !== contextLength(config))
    throw reader.wrong(
      'context of the header',
      planHeader.offsetOf('context'),
      String(context),
      `${shape.seqLen} positions and ${shape.registers} registers`,
    );
  return config;
}

/** The sectors of the header and of the preload reads. */
const residentSectorsOf = (reads: readonly Read[]): number =>
  1 + reads.reduce((sum, { preload, sectors }) => sum + (preload ? sectors : 0), 0);

/** The addresses of the tables count from where the file is loaded. */
function ropeOf({ reader, header }: PlanFile, config: ModelConfig): RopeTables {
  const { cosAddress, sinAddress, loadAddress } = header;
  const count = contextLength(config) * (config.headDim / 2);
  const floats = (key: 'cosAddress' | 'sinAddress'): Float32Array => {
    const start = header[key] - loadAddress;
    if (start < 0 || start + 4 * count > reader.length) {
      const [found, expected] = [`byte ${start} of the file`, `the address of ${count} values in the file`];
      throw reader.wrong('the address of a table', planHeader.offsetOf(key), found, expected);
    }
    return Float32Array.from({ length: count }, (_, index) => reader.f32(start + 4 * index));
  };
  return { cos: floats('cosAddress'), sin: floats('sinAddress'), cosAddress, sinAddress };
}

function matrixOf(file: PlanFile, row: Row<'matrices'>, index: number, all: readonly Row<'parts'>[]): Matrix {
  const { firstPart, parts: count, ...matrix } = row;
  checkSlice(file, 'matrices', index, { first: 'firstPart', count: 'parts' }, [firstPart, count], all.length);
  const own = all.slice(firstPart, firstPart + count);
  return {
    index,
    ...matrix,
    partAddresses: matrix.resident ? own.map(({ address }) => address) : [],
    parts: own.map((part) => without(part, 'address')),
  };
}

function readOf({ flags, ...read }: Row<'reads'>, index: number): Read {
  const { preload, row } = flags;
  return { index, preload, ...(row && { row: true }), ...without(read, 'crc') };
}

/** The most mixed rows of all operations together: those of 720 layers that each mix the outputs of all before. */
const mostMixedRows = 1 << 18;

function operationsOf(file: PlanFile, buffers: readonly Buffer[], allTiles: number): Operation[] {
  let mixedRows = 0;
  return file.table('operations').map((row, index) => {
    if (row.kind === 'mix') mixedRows += row.mixed;
    if (mixedRows > mostMixedRows) {
      const at = file.startOf('operations', index) + operation.offsetOf('mixed');
      const found = `${row.mixed}, ${mixedRows} with those before`;
      throw file.reader.wrong(`mixed of operation ${index}`, at, found, `at most ${mostMixedRows} in all`);
    }
    return operationOf(file, row, index, buffers, allTiles);
  });
}

function operationOf(
  file: PlanFile,
  row: Row<'operations'>,
  index: number,
  buffers: readonly Buffer[],
  allTiles: number,
): Operation {
  const { flags, inputs: count, input, mixed, mixedStride, ...rest } = row;
  const { kind, firstTile, tiles } = rest;
  checkSlice(file, 'operations', index, { first: 'firstTile', count: 'tiles' }, [firstTile, tiles], allTiles);
  const wrong = (key: 'inputs' | 'mixed', expected: string): Error =>
    file.reader.wrong(
      `${key} of operation ${index}`,
      file.startOf('operations', index) + operation.offsetOf(key),
      String(row[key]),
      expected,
    );
  const inputs = input.slice(0, count).filter((operand) => operand !== undefined);
  if (inputs.length < count) throw wrong('inputs', `at most ${inputs.length}, the number of inputs in use`);
  if (kind !== 'mix') return { index, ...rest, ...flags, inputs };
  const [weights, first] = inputs;
  if (weights === undefined || first === undefined) throw wrong('inputs', 'at least 2 for a mix');
  if (mixed > buffers.length) throw wrong('mixed', `at most one for each of ${buffers.length} buffers`);
  return { index, ...rest, ...flags, inputs: [weights, ...mixedRows(first, mixed, mixedStride, buffers)] };
}

/** A mix stores its first row and the distance to the next ones. Each row is in a separate buffer. */
function mixedRows(first: Operand, rows: number, distance: number, buffers: readonly Buffer[]): Operand[] {
  return Array.from({ length: rows }, (_, row) => {
    const address = first.address + row * distance;
    const buffer = buffers.find(({ start, end }) => start <= address && address < end)?.index;
    return { ...first, ...(buffer !== undefined && { buffer }), address };
  });
}

/** Throws unless the entries of another table, given by the first and their number, all exist. */
function checkSlice<K extends 'matrices' | 'operations'>(
  file: PlanFile,
  name: K,
  index: number,
  keys: { readonly first: keyof Row<K> & string; readonly count: keyof Row<K> & string },
  [first, count]: readonly [number, number],
  all: number,
): void {
  if (first + count <= all) return;
  const [key, found] = count > all ? [keys.count, count] : [keys.first, first];
  const { name: owner } = tables[name];
  throw file.reader.wrong(
    `${key} of ${owner} ${index}`,
    file.startOf(name, index) + (tables[name] as AnyRecord).offsetOf(key),
    String(found),
    `${count} entries from ${first} within ${all}`,
  );
}

function without<T extends object, K extends keyof T & string>(values: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key)) as Omit<T, K>;
}
