import { sectorBytes } from '../disc/sector';
import { layerTensorName, type ModelConfig, type Tensor, type TensorType } from './model';
import { triangleValues } from './tensorRows';
import { packedBytes, scaleCount } from './tensorTypes';

/** Tensors that exist once per model. */
export type WholePart = 'embedding' | 'classifier' | 'norm' | 'rope' | 'denseformer' | 'registers';
/** Tensors of each unique layer. */
export type LayerPart =
  'attn.norm' | 'attn.wq' | 'attn.wk' | 'attn.wv' | 'attn.wo' | 'ffn.norm' | 'ffn.w1' | 'ffn.w2' | 'ffn.w3';
export type Part = WholePart | LayerPart;

/**
 * The order of the tensors in a file. A list of layer parts means: these parts for each unique layer. Parts that the
 * model does not have are skipped.
 */
export type TensorOrder = readonly (WholePart | readonly LayerPart[])[];

/** With a tensor order, this determines the offset of each tensor. */
export interface BodyShape {
  readonly config: ModelConfig;
  /** Stored tables of cosines and sines, each [seqLen][headDim / 2] f32, which are not used: 0, 1 or 2. */
  readonly ropeTables: number;
  /** How matrices are stored. Vectors (norms, RoPE, DenseFormer, registers) are always f32. */
  readonly matrixType: TensorType;
  /** The type of embedding and classifier, if different from the other matrices. */
  readonly embeddingType?: TensorType;
  /** The scales of all matrices are together at the start. */
  readonly scalesFirst?: boolean;
  /** Only the l + 2 used DenseFormer weights of row l are stored. */
  readonly usedDenseformer?: boolean;
  /** What is aligned to sectors of 2,048 bytes: each list of layer parts of a layer, or each part in it. */
  readonly padding?: 'layer' | 'matrix';
  /** No padding after the last one. */
  readonly openEnd?: boolean;
}

export interface PartShape {
  readonly rows: number;
  readonly cols: number;
  readonly type: TensorType;
  readonly triangular?: true;
}

/** Rows, columns and type of a part, or undefined if the model does not have it. */
export function partShape(body: BodyShape, part: Part): PartShape | undefined {
  const { config, ropeTables, matrixType } = body;
  const { dim, hiddenDim, kvDim, layers, vocabSize, registers } = config;
  const table: PartShape = { rows: vocabSize, cols: dim, type: body.embeddingType ?? matrixType };
  const matrix = (rows: number, cols: number): PartShape => ({ rows, cols, type: matrixType });
  const floats = (rows: number, cols: number): PartShape => ({ rows, cols, type: 'f32' });
  switch (part) {
    case 'embedding':
      return table;
    case 'classifier':
      return config.sharedClassifier ? undefined : table;
    case 'norm':
    case 'attn.norm':
    case 'ffn.norm':
      return floats(1, dim);
    case 'rope':
      return ropeTables === 0 ? undefined : floats(ropeTables * config.seqLen, config.headDim / 2);
    case 'denseformer':
      if (!config.denseformer) return undefined;
      return { ...floats(layers, layers + 1), ...(body.usedDenseformer && { triangular: true }) };
    case 'registers':
      return registers === 0 ? undefined : floats(registers, dim);
    case 'attn.wq':
    case 'attn.wo':
      return matrix(dim, dim);
    case 'attn.wk':
    case 'attn.wv':
      return matrix(kvDim, dim);
    case 'ffn.w1':
    case 'ffn.w3':
      return matrix(hiddenDim, dim);
    case 'ffn.w2':
      return matrix(dim, hiddenDim);
  }
}

/** Bytes of the scales. */
export function scaleBytes({ rows, cols, type }: PartShape): number {
  return 4 * scaleCount(type, rows, cols);
}

/** Bytes of the values. */
export function valueBytes({ rows, cols, type, triangular }: PartShape): number {
  return triangular ? 4 * triangleValues(rows) : packedBytes(type, rows * cols);
}

type Visit = (part: Part, shape: PartShape, scales: number, values: number, layer?: number) => void;

/**
 * Goes through all tensors in `order`, with the offsets of scales and values, and returns the end. It allocates
 * nothing, so that a size can be compared with the file's before trusting a number from the file; beyond 2⁵³ it is
 * only approximate.
 */
function walk(order: TensorOrder, body: BodyShape, start: number, visit?: Visit): number {
  const { padding } = body;
  let scalesAt = start;
  let at = start + (body.scalesFirst ? allScales(order, body) : 0);
  let lastEnd = at;
  const pad = (unit: typeof padding): void => {
    if (padding === unit && unit !== undefined) at = Math.ceil(at / sectorBytes) * sectorBytes;
  };
  const place = (part: Part, layer?: number): void => {
    const shape = partShape(body, part);
    if (shape === undefined) return;
    const scales = scaleBytes(shape);
    const from = body.scalesFirst ? scalesAt : at;
    if (body.scalesFirst) scalesAt += scales;
    else at += scales;
    visit?.(part, shape, from, at, layer);
    at += valueBytes(shape);
    lastEnd = at;
  };
  for (const section of order) {
    if (typeof section === 'string') {
      place(section);
      continue;
    }
    // Norms are too small for separate sectors.
    const hasMatrices = section.some(isMatrix);
    const { uniqueLayers } = body.config;
    let layerStart = at;
    for (let layer = 0; layer < uniqueLayers; layer++) {
      if (layer === 2 && visit === undefined) {
        // Padding moves the first layer only, so that all others are as large as the second.
        const others = (at - layerStart) * (uniqueLayers - 2);
        at += others;
        lastEnd += others;
        break;
      }
      layerStart = at;
      if (hasMatrices) pad('layer');
      for (const part of section) {
        if (isMatrix(part)) pad('matrix');
        place(part, layer);
        if (isMatrix(part)) pad('matrix');
      }
      if (hasMatrices) pad('layer');
    }
  }
  return body.openEnd ? lastEnd : at;
}

function isMatrix(part: LayerPart): boolean {
  return !part.endsWith('norm');
}

function allScales(order: TensorOrder, body: BodyShape): number {
  const { uniqueLayers } = body.config;
  const bytesOf = (part: Part): number => {
    const shape = partShape(body, part);
    return shape === undefined ? 0 : scaleBytes(shape);
  };
  return order.reduce<number>(
    (sum, section) =>
      typeof section === 'string'
        ? sum + bytesOf(section)
        : section.reduce((all, part) => all + uniqueLayers * bytesOf(part), sum),
    0,
  );
}

/** Bytes of all tensors in `order`, in a body that starts at byte `start`. Beyond 2⁵³ it is only approximate. */
export function bodyBytes(order: TensorOrder, body: BodyShape, start = 0): number {
  return walk(order, body, start) - start;
}

/** The tensors of a body that starts at byte `start`, in file order (of their values, if scales come first). */
export function placeTensors(order: TensorOrder, body: BodyShape, start: number): Tensor[] {
  const tensors: Tensor[] = [];
  walk(order, body, start, (part, shape, scalesOffset, dataOffset, layer) => {
    const scales = scaleBytes(shape);
    tensors.push({
      name: layer === undefined ? part : layerTensorName(layer, part),
      ...(layer === undefined ? {} : { layer }),
      ...shape,
      offset: scales === 0 ? dataOffset : scalesOffset,
      bytes: scales + valueBytes(shape),
      ...(scales === 0 ? {} : { scalesOffset }),
      dataOffset,
    });
  });
  return tensors;
}
