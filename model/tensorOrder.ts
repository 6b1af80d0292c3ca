import { layerTensorName, type ModelConfig, type Tensor, type TensorType } from './model';

/** Tensors that a model has once. */
export type WholePart = 'embedding' | 'classifier' | 'norm' | 'rope' | 'denseformer' | 'registers';
/** Tensors that each unique layer has. */
export type LayerPart =
  'attn.norm' | 'attn.wq' | 'attn.wk' | 'attn.wv' | 'attn.wo' | 'ffn.norm' | 'ffn.w1' | 'ffn.w2' | 'ffn.w3';
export type Part = WholePart | LayerPart;

/**
 * The order of the tensors in a file. A list of layer parts stands for: for each unique layer, these parts.
 * Parts that the model does not have are skipped.
 */
export type TensorOrder = readonly (WholePart | readonly LayerPart[])[];

/** What, with an order, decides where each tensor lies. */
export interface BodyShape {
  readonly config: ModelConfig;
  /** Stored tables of cosines and sines, each [seqLen][headDim / 2] f32, which nobody needs: 0, 1 or 2. */
  readonly ropeTables: number;
  /** How matrices are stored. Vectors (norms, RoPE, DenseFormer, registers) are always f32. */
  readonly matrixType: TensorType;
}

interface PartShape {
  readonly rows: number;
  readonly cols: number;
  readonly type: TensorType;
}

/** Rows, columns and type of a part, or undefined when the model has none. */
export function partShape({ config, ropeTables, matrixType }: BodyShape, part: Part): PartShape | undefined {
  const { dim, hiddenDim, kvDim, layers, vocabSize, registers } = config;
  const matrix = (rows: number, cols: number): PartShape => ({ rows, cols, type: matrixType });
  const floats = (rows: number, cols: number): PartShape => ({ rows, cols, type: 'f32' });
  switch (part) {
    case 'embedding':
      return matrix(vocabSize, dim);
    case 'classifier':
      return config.sharedClassifier ? undefined : matrix(vocabSize, dim);
    case 'norm':
    case 'attn.norm':
    case 'ffn.norm':
      return floats(1, dim);
    case 'rope':
      return ropeTables === 0 ? undefined : floats(ropeTables * config.seqLen, config.headDim / 2);
    case 'denseformer':
      return config.denseformer ? floats(layers, layers + 1) : undefined;
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

/** Bytes of the row scales that come before the values. */
export function scaleBytes({ rows, type }: PartShape): number {
  return type === 'q8' ? rows * 4 : 0;
}

/** Bytes of the values. */
export function valueBytes({ rows, cols, type }: PartShape): number {
  return rows * cols * (type === 'q8' ? 1 : 4);
}

/**
 * Bytes of all tensors in `order`. It allocates nothing, so that a size can be held against the file's before
 * a number from the file is believed; beyond 2⁵³ it is only approximate.
 */
export function bodyBytes(order: TensorOrder, body: BodyShape): number {
  const bytesOf = (part: Part): number => {
    const shape = partShape(body, part);
    return shape === undefined ? 0 : scaleBytes(shape) + valueBytes(shape);
  };
  let bytes = 0;
  for (const section of order) {
    if (typeof section === 'string') bytes += bytesOf(section);
    else for (const part of section) bytes += body.config.uniqueLayers * bytesOf(part);
  }
  return bytes;
}

/** The tensors of a body that begins at byte `start`, in file order. */
export function placeTensors(order: TensorOrder, body: BodyShape, start: number): Tensor[] {
  const tensors: Tensor[] = [];
  let offset = start;
  const place = (name: string, part: Part, layer?: number): void => {
    const shape = partShape(body, part);
    if (shape === undefined) return;
    const scales = scaleBytes(shape);
    const bytes = scales + valueBytes(shape);
    tensors.push({
      name,
      ...(layer === undefined ? {} : { layer }),
      ...shape,
      offset,
      bytes,
      ...(scales === 0 ? {} : { scalesOffset: offset }),
      dataOffset: offset + scales,
    });
    offset += bytes;
  };
  for (const section of order) {
    if (typeof section === 'string') {
      place(section, section);
      continue;
    }
    for (let layer = 0; layer < body.config.uniqueLayers; layer++) {
      for (const part of section) place(layerTensorName(layer, part), part, layer);
    }
  }
  return tensors;
}
