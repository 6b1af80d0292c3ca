import { layerTensorName, uniqueLayerOf, type Model, type ModelConfig, type Tensor } from '../model';
import { packedBytes, scalesOfRows } from '../tensorTypes';
import { PlanError } from './error';
import type { PlanOptions } from './options';
import type { MatrixPart } from './plan';
import { align, cacheLine, quadword, sectorBytes } from './units';

/** A tensor with its place in WEIGHTS.BIN, before RAM is allotted. */
export interface PlacedTensor {
  readonly tensor: Tensor;
  readonly parts: readonly MatrixPart[];
}

/** Sectors of WEIGHTS.BIN that are read together. */
export interface Block {
  /** The tensor, or undefined for the block of vectors. */
  readonly tensor?: Tensor;
  readonly part?: number;
  readonly sector: number;
  readonly sectors: number;
  readonly bytes: number;
}

export interface WeightsPlacement {
  readonly tensors: readonly PlacedTensor[];
  /** One block for all vectors (norms, DenseFormer weights, registers): they are small and always resident. */
  readonly vectors: Block;
  /** A block for each part of each matrix, in file order. */
  readonly blocks: readonly Block[];
  readonly sectors: number;
}

/** The parts of the embedding. */
export const embeddingParts = ({ tensors }: WeightsPlacement): readonly MatrixPart[] =>
  tensors.find(({ tensor }) => tensor.name === 'embedding')?.parts ?? [];

/** Largest file that ISO 9660 holds in one extent. */
const maxFileBytes = 0xffff_ffff;

/** The matrices of a layer in execution order. */
const layerMatrices = ['attn.wq', 'attn.wk', 'attn.wv', 'attn.wo', 'ffn.w1', 'ffn.w3', 'ffn.w2'];

/** Names of the matrices in execution order: the embedding first, each unique layer once. */
export function matricesInExecutionOrder(config: ModelConfig): string[] {
  return orderedMatrices(config, (names) =>
    storedLayers(config).flatMap((layer) => names.map((name) => layerTensorName(layer, name))),
  );
}

function matricesByKind(config: ModelConfig): string[] {
  return orderedMatrices(config, (names) =>
    names.flatMap((name) => storedLayers(config).map((layer) => layerTensorName(layer, name))),
  );
}

function orderedMatrices(
  config: ModelConfig,
  inLayers: (names: readonly string[]) => readonly string[],
): string[] {
  return ['embedding', ...inLayers(layerMatrices), ...(config.sharedClassifier ? [] : ['classifier'])];
}

/** Each unique layer once, in the order of a pass. */
function storedLayers(config: ModelConfig): number[] {
  const used = Array.from({ length: config.layers }, (_, layer) => uniqueLayerOf(config, layer));
  return used.filter((unique, layer) => layer === 0 || unique !== used[layer - 1]);
}

function vectorNames(config: ModelConfig): string[] {
  const names: string[] = [];
  for (let layer = 0; layer < config.uniqueLayers; layer++) {
    names.push(layerTensorName(layer, 'attn.norm'), layerTensorName(layer, 'ffn.norm'));
  }
  names.push('norm');
  if (config.denseformer) names.push('denseformer');
  if (config.registers > 0) names.push('registers');
  return names;
}

/**
 * Where every tensor of the model goes in WEIGHTS.BIN. Sector 0 is the header.
 * @throws PlanError when a tensor is missing or the weights do not fit in a file.
 */
export function placeWeights(
  model: Model,
  { maxPartBytes, discOrder }: Pick<PlanOptions, 'maxPartBytes' | 'discOrder'>,
): WeightsPlacement {
  const byName = new Map(model.tensors.map((tensor) => [tensor.name, tensor]));
  const find = (name: string): Tensor => {
    const tensor = byName.get(name);
    if (tensor === undefined) {
      throw new PlanError(
        `${model.label} has no tensor "${name}", which its header requires. Convert the model again.`,
      );
    }
    return tensor;
  };
  const tensors: PlacedTensor[] = [];

  const vectorStart = sectorBytes;
  let offset = vectorStart;
  for (const name of vectorNames(model.config)) {
    const tensor = find(name);
    const part = partOf(tensor, 0, tensor.rows, offset);
    tensors.push({ tensor, parts: [part] });
    offset = align(offset + part.bytes, cacheLine);
  }
  const vectors = blockOf(vectorStart, offset - vectorStart);

  let sector = vectors.sector + vectors.sectors;
  const blocks: Block[] = [];
  const names =
    discOrder === 'execution' ? matricesInExecutionOrder(model.config) : matricesByKind(model.config);
  for (const name of names) {
    const tensor = find(name);
    const parts: MatrixPart[] = [];
    const rowsPerPart = rowsThatFit(tensor, maxPartBytes);
    for (let rowStart = 0; rowStart < tensor.rows; rowStart += rowsPerPart) {
      const rows = Math.min(rowsPerPart, tensor.rows - rowStart);
      const part = partOf(tensor, rowStart, rows, sector * sectorBytes);
      const block = { ...blockOf(part.fileOffset, part.bytes), tensor, part: parts.length };
      parts.push(part);
      blocks.push(block);
      sector += block.sectors;
    }
    tensors.push({ tensor, parts });
  }
  if (sector * sectorBytes > maxFileBytes) {
    throw new PlanError(
      `${model.label} needs ${sector * sectorBytes} bytes of weights on the disc, but a file can have at most ${maxFileBytes}. Use a smaller model or fewer bits per weight.`,
    );
  }
  return { tensors, vectors, blocks, sectors: sector };
}

function blockOf(fileOffset: number, bytes: number): Block {
  return { sector: fileOffset / sectorBytes, sectors: Math.ceil(bytes / sectorBytes), bytes };
}

function partOf(tensor: Tensor, rowStart: number, rows: number, fileOffset: number): MatrixPart {
  const { type, cols } = tensor;
  // Each row begins on a new byte, even if the model file packs values across the ends of rows.
  const stride = align(packedBytes(type, cols), quadword);
  const dataOffset = align(scalesOfRows(type, rowStart, rows, cols).count * 4, cacheLine);
  return { rowStart, rows, fileOffset, dataOffset, stride, bytes: dataOffset + rows * stride };
}

/** Rows of a part: the matrix is cut into equal parts that do not exceed `maxPartBytes` (one row at least). */
function rowsThatFit(tensor: Tensor, maxPartBytes: number): number {
  const bytes = partOf(tensor, 0, tensor.rows, 0).bytes;
  const parts = Math.max(1, Math.ceil(bytes / maxPartBytes));
  return Math.max(1, Math.ceil(tensor.rows / parts));
}
