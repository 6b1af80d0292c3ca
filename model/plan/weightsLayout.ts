import { layerTensorName, uniqueLayerOf, type Model, type ModelConfig, type Tensor } from '../model';
import type { ArithmeticVersion } from './arithmeticVersion';
import { PlanError } from './error';
import type { PlanOptions } from './options';
import type { MatrixPart } from './plan';
import { partShape, unitRows, type Arrangement } from './tileCodec';
import { align, cacheLine, sectorBytes } from './units';

/** A tensor with its place in WEIGHTS.BIN, before RAM is allotted. */
interface PlacedTensor {
  readonly tensor: Tensor;
  readonly arrangement: Arrangement;
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

/** The embedding. */
export const placedEmbedding = ({ tensors }: WeightsPlacement): PlacedTensor | undefined =>
  tensors.find(({ tensor }) => tensor.name === 'embedding');

/** Largest file that ISO 9660 holds in one extent. */
const maxFileBytes = 0xffff_ffff;

/** The matrices of a layer in execution order. */
const layerMatrices = ['attn.wq', 'attn.wk', 'attn.wv', 'attn.wo', 'ffn.w1', 'ffn.w3', 'ffn.w2'];

/** Names of the matrices in execution order: the embedding first, each unique layer once. */
function matricesInExecutionOrder(config: ModelConfig): string[] {
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
  arithmetic: ArithmeticVersion,
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
    const part = partOf(tensor, 'rows', 0, tensor.rows, offset);
    tensors.push({ tensor, arrangement: 'rows', parts: [part] });
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
    const arrangement = arrangementOf(tensor, model.config, arithmetic);
    const rowsPerPart = rowsThatFit(tensor, arrangement, maxPartBytes);
    for (let rowStart = 0; rowStart < tensor.rows; rowStart += rowsPerPart) {
      const rows = Math.min(rowsPerPart, tensor.rows - rowStart);
      const part = partOf(tensor, arrangement, rowStart, rows, sector * sectorBytes);
      const block = { ...blockOf(part.fileOffset, part.bytes), tensor, part: parts.length };
      parts.push(part);
      blocks.push(block);
      sector += block.sectors;
    }
    tensors.push({ tensor, arrangement, parts });
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

/** Bands serve the integer matmuls; single rows are read sooner as rows. */
function arrangementOf(
  { name, type }: Tensor,
  { sharedClassifier }: ModelConfig,
  arithmetic: ArithmeticVersion,
): Arrangement {
  const isMultiplied = name !== 'embedding' || sharedClassifier;
  return arithmetic === 2 && type !== 'f32' && isMultiplied ? 'bands' : 'rows';
}

function partOf(
  { type, cols }: Tensor,
  arrangement: Arrangement,
  rowStart: number,
  rows: number,
  fileOffset: number,
): MatrixPart {
  return { rowStart, rows, fileOffset, ...partShape({ type, cols, arrangement }, rowStart, rows) };
}

/** Rows of a part: the matrix is cut into equal parts that do not exceed `maxPartBytes` (one row or band at least). */
function rowsThatFit(tensor: Tensor, arrangement: Arrangement, maxPartBytes: number): number {
  const bytes = partOf(tensor, arrangement, 0, tensor.rows, 0).bytes;
  const parts = Math.max(1, Math.ceil(bytes / maxPartBytes));
  const together = unitRows[arrangement];
  const units = Math.ceil(tensor.rows / together);
  return Math.max(1, Math.ceil(units / parts)) * together;
}
