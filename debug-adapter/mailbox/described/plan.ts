import { ramBytes } from '../../../common/ram';
import { eeFloatRevision } from '../../../model/eeFloatRevision';
import { layerTensorName, uniqueLayerOf, type Model, type ModelConfig } from '../../../model/model';
import type { Layer, Matrix, Operation, Plan, Range, Read } from '../../../model/plan/plan';
import { sectorBytes } from '../../../model/plan/units';
import type { DescribedEntry, Description } from '../description';
import type { MatchedModel } from './model';
import { layerId, UsableNames } from './names';
import { regionsOf } from './regions';
import { tensorOf } from './tensors';

/** Layers beyond this number are taken for none. */
const mostLayers = 4096;
const nothing: Range = { start: 0, end: 0 };

/**
 * A program's own description as a plan, so that everything that shows a plan shows it. Its operations have the indices
 * of the program's table, its reads those of the program's table of matrices.
 * @param learned operations that were known after the first pass.
 */
export function describedPlan(
  description: Description,
  { found, sentence }: MatchedModel,
  learned: number,
): Plan {
  const model = found?.model;
  const matrices = new Matrices(model);
  const operationEntries = description.operations.entries.map(withUsableLayer);
  const layers = layersOf(operationEntries, model?.config);
  const names = new UsableNames();
  const named = operationEntries.map((entry) => names.next(entry, 'front', 'operation'));
  const results = operationEntries.map((entry, index) => tensorOf(named[index]?.id ?? '', entry));
  const matrixOf = operationEntries.map((entry) => matrices.used(entry));
  const reads = description.matrices.entries.map((entry, index): Read => {
    const matrix = matrices.read(withUsableLayer(entry));
    return readOf(index, matrix, entry.rows < operationEntries.length ? entry.rows : undefined);
  });
  const operations = operationEntries.map((entry, index): Operation => {
    const layer =
      entry.layer === undefined ? undefined : layers.findIndex(({ number }) => number === entry.layer);
    const matrix = matrixOf[index];
    return {
      index,
      id: named[index]?.id ?? '',
      kind: matrix === undefined || matrices.all[matrix]?.rows === 1 ? 'reported' : 'matmul',
      ...(layer !== undefined && { layer }),
      ...(matrix !== undefined && { matrix }),
      tail: index >= learned,
      output: { address: entry.address, stride: 0, index: 'none', cols: entry.cols },
      inputs: [],
      firstTile: 0,
      tiles: 0,
    };
  });
  const bufferNames = new UsableNames();
  const buffers = description.buffers.entries
    .map(withUsableLayer)
    .map((entry) => tensorOf(bufferNames.next(entry, 'back', 'buffer').id, entry));
  const { regions, remarks } = regionsOf(description.regions.entries);
  const config = model?.config ?? configOf(description);
  return {
    // Its own arithmetic is not known; nothing is compared with it to the bit.
    arithmetic: 1,
    eeFloats: eeFloatRevision,
    model: model?.label ?? shownName(description),
    config,
    modelContext: config.seqLen,
    kvCache: 'f32',
    batch: 1,
    arena: { start: 0, end: ramBytes },
    planAddress: 0,
    run: nothing,
    tokens: nothing,
    stack: nothing,
    regions,
    buffers: [],
    matrices: matrices.all,
    tiles: [],
    reads,
    operations,
    layers: layers.map(({ layer }) => layer),
    liveness: [],
    weightsFile: {
      sectors: Math.ceil((model?.source.size ?? 0) / sectorBytes),
      residentSectors: 0,
      bytes: 0,
    },
    rope: { cos: new Float32Array(), sin: new Float32Array(), cosAddress: 0, sinAddress: 0 },
    described: {
      isMatched: model !== undefined,
      results,
      buffers,
      notes: named.map(({ note }, index) => noteOf(note, results[index]?.fault)),
      learned,
      remarks: [sentence, ...remarks, ...lostRemarks(description)],
    },
  };
}

function shownName({ model }: Description): string {
  return model.name.replaceAll(/[^\x20-\x7e]/g, '_') || 'unknown model';
}

function withUsableLayer(entry: DescribedEntry): DescribedEntry {
  return entry.layer === undefined || entry.layer < mostLayers ? entry : { ...entry, layer: undefined };
}

const noteOf = (note: string, fault: string | undefined): string =>
  [note, ...(fault === undefined ? [] : [fault])].filter((text) => text !== '').join('; ');

interface NumberedLayer {
  readonly number: number;
  readonly layer: Layer;
}

/** Layers in the order of their first operation. Operations that were added later are outside of their range. */
function layersOf(entries: readonly DescribedEntry[], config: ModelConfig | undefined): NumberedLayer[] {
  const numbers = [...new Set(entries.flatMap(({ layer }) => layer ?? []))];
  return numbers.map((number, index) => {
    const first = entries.findIndex(({ layer }) => layer === number);
    const after = entries.findIndex(({ layer }, at) => at > first && layer !== number);
    const unique = config && number < config.layers ? uniqueLayerOf(config, number) : number;
    return {
      number,
      layer: { index, id: layerId(number), unique, first, end: after < 0 ? entries.length : after },
    };
  });
}

function configOf({ model }: Description): ModelConfig {
  const { dim, hiddenDim, layers, heads, kvHeads, vocabSize, context } = model;
  const headDim = heads === 0 ? 0 : Math.floor(dim / heads);
  return {
    dim,
    hiddenDim,
    layers,
    uniqueLayers: layers,
    heads,
    kvHeads,
    headDim,
    kvDim: headDim * kvHeads,
    vocabSize,
    seqLen: context,
    ropeTheta: 0,
    eps: 0,
    registers: 0,
    sharedClassifier: false,
    denseformer: false,
    valueResidual: false,
  };
}

/** The matrices of the model, and behind them names that it does not have. */
class Matrices {
  private readonly list: Matrix[];
  private readonly indices = new Map<string, number>();

  constructor(private readonly model: Model | undefined) {
    this.list = (model?.tensors ?? []).map(
      ({ name, layer, rows, cols, type, offset, bytes, dataOffset }, index) => {
        this.indices.set(name, index);
        const part = {
          rowStart: 0,
          rows,
          fileOffset: offset,
          bytes,
          dataOffset: dataOffset - offset,
          stride: 0,
        };
        return {
          index,
          name,
          ...(layer !== undefined && { layer }),
          rows,
          cols,
          type,
          arrangement: 'rows',
          resident: false,
          address: 0,
          partAddresses: [],
          parts: [part],
        };
      },
    );
  }

  get all(): readonly Matrix[] {
    return this.list;
  }

  /** The matrix that an operation uses, if a part of its name between plus signs is one. */
  used(entry: DescribedEntry): number | undefined {
    for (const part of entry.name.split('+')) {
      const index = this.indexOf({ name: part.trim(), layer: entry.layer });
      if (index !== undefined) return index;
    }
    return undefined;
  }

  /** The matrix that was read; an unknown one is added. */
  read(entry: DescribedEntry): Matrix {
    const known = this.indexOf(entry);
    const found = known === undefined ? undefined : this.list[known];
    return found ?? this.add(entry);
  }

  private add({ name, layer }: DescribedEntry): Matrix {
    const shown = new UsableNames().next({ name, isCut: false, layer }, 'front', 'matrix').id;
    const index = this.list.length;
    const matrix: Matrix = {
      index,
      name: shown,
      rows: 0,
      cols: 0,
      type: 'f32',
      arrangement: 'rows',
      resident: false,
      address: 0,
      partAddresses: [],
      parts: [],
    };
    this.list.push(matrix);
    return matrix;
  }

  private indexOf({ name, layer }: Pick<DescribedEntry, 'name' | 'layer'>): number | undefined {
    const { model } = this;
    if (!model || layer === undefined || layer >= model.config.layers) return this.indices.get(name);
    return (
      this.indices.get(layerTensorName(uniqueLayerOf(model.config, layer), name)) ?? this.indices.get(name)
    );
  }
}

/**
 * What the file has of a matrix, for comparison with what is read.
 * @param operation that read it first; undefined if that was outside of the operations.
 */
function readOf(index: number, { index: matrix, parts }: Matrix, operation: number | undefined): Read {
  const [part] = parts;
  const [start, bytes] = [part?.fileOffset ?? 0, part?.bytes ?? 0];
  const sector = Math.floor(start / sectorBytes);
  const sectors = bytes === 0 ? 0 : Math.floor((start + bytes - 1) / sectorBytes) - sector + 1;
  const used = operation ?? 0;
  const isBefore = operation === undefined;
  const place = { sector, sectors, bytes, address: 0 };
  return { index, preload: isBefore, matrix, ...place, issuedBefore: used, neededBy: used };
}

const tables = [
  [
    'operations',
    'PS2ML_OPERATIONS',
    'operations',
    'They have no line, and the program does not stop before them',
  ],
  ['buffers', 'PS2ML_BUFFERS', 'buffers', 'They are not shown'],
  ['matrices', 'PS2ML_MATRICES', 'names of reads', 'These reads are not shown'],
  ['regions', 'PS2ML_REGIONS', 'memory regions', 'They are not shown'],
] as const;

function lostRemarks(description: Description): string[] {
  return tables.flatMap(([table, constant, what, so]) => {
    const { capacity, lost } = description[table];
    if (lost === 0) return [];
    return [
      `The program reported more ${what} than the ${capacity} that it has room for. ${so}. Define ${constant} with a larger number.`,
    ];
  });
}

const noTable = { entries: [], capacity: 0, lost: 0 };

/** The plan of a program that has not described anything yet. */
export const emptyPlan: Plan = describedPlan(
  {
    sequence: 0,
    passes: 0,
    changes: 0,
    lastChange: { operation: 0, after: 0, pass: 0 },
    waitAddress: undefined,
    texts: 0,
    model: {
      name: '',
      dim: 0,
      hiddenDim: 0,
      layers: 0,
      heads: 0,
      kvHeads: 0,
      vocabSize: 0,
      context: 0,
      crc: 0,
    },
    operations: noTable,
    buffers: noTable,
    matrices: noTable,
    regions: noTable,
    tokens: { address: 0, count: 0, capacity: 0 },
  },
  { sentence: '' },
  0,
);
