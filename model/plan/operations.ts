import { contextLength, layerTensorName, uniqueLayerOf, type ModelConfig } from '../model';
import { PlanError } from './error';
import type { MemoryLayout } from './layout';
import type { Buffer, Layer, Matrix, Operand, Operation, OperationKind, Read, Tile } from './plan';
import type { KvCacheType } from './options';
import { sectorsOfRow } from './rowRead';
import { sectorBytes } from './units';

interface Schedule {
  readonly operations: readonly Operation[];
  readonly layers: readonly Layer[];
  readonly tiles: readonly Tile[];
  readonly reads: readonly Read[];
}

interface Step {
  readonly id: string;
  readonly kind: OperationKind;
  readonly output: Operand;
  readonly inputs: readonly Operand[];
  readonly matrix?: Matrix;
  readonly layer?: number;
  readonly tail?: boolean;
  /** Uses single rows of the matrix, not all of them. */
  readonly byRow?: boolean;
}

/** `L07` */
export function layerId(layer: number): string {
  return `L${String(layer).padStart(2, '0')}`;
}

/** The operations of one pass, with the tiles they use and the reads that load these. */
export function scheduleOperations(
  config: ModelConfig,
  kvCache: KvCacheType,
  memory: MemoryLayout,
  matrices: readonly Matrix[],
  preloads: readonly Read[],
): Schedule {
  const builder = new ScheduleBuilder(memory, matrices, preloads);
  const { buffer, vector, matrix } = builder;
  const dense = (j: number): Operand => buffer(`h.${String(j).padStart(2, '0')}`);
  const x = buffer('x');

  builder.add({
    id: 'embed',
    kind: 'embed',
    output: config.denseformer ? dense(0) : x,
    inputs: [vector('embedding'), ...(config.registers > 0 ? [vector('registers')] : [])],
    matrix: matrix('embedding'),
    byRow: true,
  });
  for (let layer = 0; layer < config.layers; layer++) {
    builder.beginLayer(layer, uniqueLayerOf(config, layer));
    addLayer(builder, config, kvCache, layer, layer === 0 && config.denseformer ? dense(0) : x, dense);
    builder.endLayer();
  }
  const final = buffer('final');
  const logits = buffer('logits');
  const classifier = matrix(config.sharedClassifier ? 'embedding' : 'classifier');
  builder.add({ id: 'norm', kind: 'rmsnorm', output: final, inputs: [x, vector('norm')], tail: true });
  builder.add({
    id: 'logits',
    kind: 'matmul',
    output: logits,
    inputs: [final],
    matrix: classifier,
    tail: true,
  });
  builder.add({
    id: 'sample',
    kind: 'sample',
    output: buffer('token'),
    inputs: [logits, buffer('candidates'), buffer('order'), buffer('history')],
    tail: true,
  });
  return builder.result();
}

function addLayer(
  builder: ScheduleBuilder,
  config: ModelConfig,
  kvCache: KvCacheType,
  layer: number,
  entry: Operand,
  dense: (j: number) => Operand,
): void {
  const { buffer, vector, matrix } = builder;
  const unique = uniqueLayerOf(config, layer);
  const weights = (part: string): Matrix => matrix(layerTensorName(unique, part));
  const norm = (part: string): Operand => vector(layerTensorName(unique, part));
  const add = (id: string, kind: OperationKind, output: Operand, inputs: Operand[], used?: Matrix): void =>
    builder.add({
      id: `${layerId(layer)}.${id}`,
      kind,
      output,
      inputs,
      layer,
      ...(used && { matrix: used }),
    });

  const x = buffer('x');
  const [normed, q, k, attn, proj] = [
    buffer('normed'),
    buffer('q'),
    buffer('k'),
    buffer('attn'),
    buffer('proj'),
  ];
  const [gate, up] = [buffer('gate'), buffer('up')];
  const [keys, values] = [buffer(`keys.${layerId(layer)}`), buffer(`values.${layerId(layer)}`)];
  const whole = (cache: Operand): Operand => ({ ...cache, index: 'none' });

  add('attn.norm', 'rmsnorm', normed, [entry, norm('attn.norm')]);
  add('attn.q', 'matmul', q, [normed], weights('attn.wq'));
  add('attn.k', 'matmul', k, [normed], weights('attn.wk'));
  if (kvCache === 'int16') {
    // The raw values of layer 0 are needed as floats, so they have a buffer of their own.
    const v = buffer('v');
    const first = config.valueResidual ? buffer('v.first') : v;
    add('attn.v', 'matmul', layer === 0 ? first : v, [normed], weights('attn.wv'));
    if (config.valueResidual && layer > 0) add('attn.vres', 'add', v, [v, first]);
    add('attn.rope.q', 'rope', q, [q]);
    add('attn.rope.k', 'rope', k, [k]);
    add('attn.cache.k', 'quantise', keys, [k]);
    add('attn.cache.v', 'quantise', values, [layer === 0 ? first : v]);
  } else {
    if (config.valueResidual && layer > 0) {
      // The value cache of layer 0 holds its raw values, so the residual needs no buffer of its own.
      add('attn.v', 'matmul', buffer('v'), [normed], weights('attn.wv'));
      add('attn.vres', 'add', values, [buffer('v'), buffer(`values.${layerId(0)}`)]);
    } else {
      add('attn.v', 'matmul', values, [normed], weights('attn.wv'));
    }
    add('attn.rope.q', 'rope', q, [q]);
    add('attn.rope.k', 'rope', keys, [k]);
  }
  add('attn.attend', 'attention', attn, [
    q,
    whole(keys),
    whole(values),
    { ...buffer('scores'), cols: contextLength(config) },
  ]);
  add('attn.o', 'matmul', proj, [attn], weights('attn.wo'));
  add('attn.add', 'add', x, [entry, proj]);
  add('ffn.norm', 'rmsnorm', normed, [x, norm('ffn.norm')]);
  add('ffn.w1', 'matmul', gate, [normed], weights('ffn.w1'));
  add('ffn.w3', 'matmul', up, [normed], weights('ffn.w3'));
  add('ffn.swiglu', 'swiglu', gate, [gate, up]);
  add('ffn.w2', 'matmul', proj, [gate], weights('ffn.w2'));
  add('ffn.add', 'add', config.denseformer ? dense(layer + 1) : x, [x, proj]);
  if (config.denseformer) {
    const rowOfWeights = vector('denseformer');
    const weightsOfLayer: Operand = {
      ...rowOfWeights,
      address: rowOfWeights.address + layer * rowOfWeights.stride,
      index: 'none',
      cols: layer + 2,
    };
    const outputs = Array.from({ length: layer + 2 }, (_, j) => dense(j));
    add('mix', 'mix', x, [weightsOfLayer, ...outputs]);
  }
}

/** Finds operands by name and numbers operations, tiles and reads. */
class ScheduleBuilder {
  private readonly operations: Operation[] = [];
  private readonly layers: Layer[] = [];
  private readonly tiles: Tile[] = [];
  private readonly reads: Read[];
  private readonly buffersByName: ReadonlyMap<string, Buffer>;
  private readonly matricesByName: ReadonlyMap<string, Matrix>;
  /** The tiles of matrices that are still in RAM when they are used again. */
  private readonly lastingTiles = new Map<number, { first: number; count: number }>();
  private open: { index: number; unique: number; first: number } | undefined;

  constructor(
    private readonly memory: MemoryLayout,
    matrices: readonly Matrix[],
    preloads: readonly Read[],
  ) {
    this.reads = [...preloads];
    this.buffersByName = new Map(memory.buffers.map((item) => [item.name, item]));
    this.matricesByName = new Map(matrices.map((item) => [item.name, item]));
  }

  readonly buffer = (name: string): Operand => {
    const found = lookUp(this.buffersByName, name);
    const index =
      found.rowMeaning === 'position in pass'
        ? 'pass'
        : found.rowMeaning === 'position'
          ? 'position'
          : 'none';
    return { buffer: found.index, address: found.start, stride: found.stride, index, cols: found.cols };
  };

  readonly matrix = (name: string): Matrix => lookUp(this.matricesByName, name);

  /** A resident tensor as an operand; its first row. */
  readonly vector = (name: string): Operand => {
    const found = this.matrix(name);
    const stride = found.parts[0]?.stride ?? 0;
    return { matrix: found.index, address: found.address, stride, index: 'none', cols: found.cols };
  };

  beginLayer(index: number, unique: number): void {
    this.open = { index, unique, first: this.operations.length };
  }

  endLayer(): void {
    if (this.open)
      this.layers.push({ ...this.open, id: layerId(this.open.index), end: this.operations.length });
    this.open = undefined;
  }

  add(step: Step): void {
    const index = this.operations.length;
    const { first, count } = step.matrix
      ? this.tilesFor(step.matrix, index, step.byRow === true)
      : { first: 0, count: 0 };
    this.operations.push({
      index,
      id: step.id,
      kind: step.kind,
      ...(step.layer !== undefined && { layer: step.layer }),
      tail: step.tail ?? false,
      output: step.output,
      inputs: this.inputsOf(step),
      ...(step.matrix && { matrix: step.matrix.index }),
      firstTile: first,
      tiles: count,
    });
  }

  /** A matmul in bands also has a row for its input in int16. */
  private inputsOf({ kind, matrix, inputs }: Step): readonly Operand[] {
    const isInteger = kind === 'matmul' && matrix?.arrangement === 'bands';
    return isInteger ? [...inputs, this.buffer('quantised')] : inputs;
  }

  result(): Schedule {
    return { operations: this.operations, layers: this.layers, tiles: this.tiles, reads: this.reads };
  }

  private tilesFor(matrix: Matrix, operation: number, byRow: boolean): { first: number; count: number } {
    const known = this.lastingTiles.get(matrix.index);
    if (known) return known;
    if (byRow && !matrix.resident) return this.rowTilesFor(matrix, operation);
    const first = this.tiles.length;
    matrix.parts.forEach((part, partIndex) => {
      const { resident, name } = matrix;
      const places = resident ? matrix.partAddresses : this.memory.slots.get(name);
      const address = places?.[partIndex];
      if (address === undefined) throw new PlanError(`${matrix.name} has no address for part ${partIndex}.`);
      this.tiles.push({
        index: this.tiles.length,
        matrix: matrix.index,
        part: partIndex,
        rowStart: part.rowStart,
        rows: part.rows,
        stride: part.stride,
        scalesAddress: part.dataOffset === 0 ? 0 : address,
        dataAddress: address + part.dataOffset,
        ...(!resident && { read: this.addRead(matrix, partIndex, address, operation) }),
      });
    });
    const range = { first, count: matrix.parts.length };
    if (matrix.resident || this.memory.kept.has(matrix.name)) this.lastingTiles.set(matrix.index, range);
    return range;
  }

  /** Tiles of rows that one read brings, one row at a time; the scales are resident. */
  private rowTilesFor(matrix: Matrix, operation: number): { first: number; count: number } {
    const first = this.tiles.length;
    const read = this.reads.length;
    this.reads.push({
      index: read,
      preload: false,
      row: true,
      matrix: matrix.index,
      sector: (matrix.parts[0]?.fileOffset ?? 0) / sectorBytes,
      sectors: sectorsOfRow(matrix.parts),
      bytes: matrix.parts[0]?.stride ?? 0,
      address: this.memory.rowSlot,
      issuedBefore: operation,
      neededBy: operation,
    });
    matrix.parts.forEach(({ rowStart, rows, stride, dataOffset }, part) => {
      this.tiles.push({
        index: this.tiles.length,
        matrix: matrix.index,
        part,
        rowStart,
        rows,
        stride,
        scalesAddress: dataOffset === 0 ? 0 : (this.memory.embeddingScales[part] ?? 0),
        dataAddress: this.memory.rowSlot,
        read,
      });
    });
    return { first, count: matrix.parts.length };
  }

  private addRead(matrix: Matrix, partIndex: number, address: number, operation: number): number {
    const part = matrix.parts[partIndex];
    if (!part) throw new PlanError(`${matrix.name} has no part ${partIndex}.`);
    const index = this.reads.length;
    this.reads.push({
      index,
      preload: false,
      matrix: matrix.index,
      part: partIndex,
      sector: part.fileOffset / sectorBytes,
      sectors: Math.ceil(part.bytes / sectorBytes),
      bytes: part.bytes,
      address,
      issuedBefore: operation,
      neededBy: operation,
    });
    return index;
  }
}

function lookUp<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new PlanError(`The plan has no "${name}".`);
  return found;
}
