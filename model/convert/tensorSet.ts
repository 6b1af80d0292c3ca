import { FormatError } from '../formatError';
import { layerTensorName, type Model, type ModelConfig } from '../model';
import { partShape, type LayerPart, type Part, type PartShape, type WholePart } from '../tensorOrder';
import { floatModel, type FloatTensor, type RowReader } from './floatModel';
import { adjacentPairs } from './ropeOrder';

/** A tensor of a source file. */
export interface SourceTensor {
  readonly name: string;
  /** Rows first. A vector has one number. */
  readonly shape: readonly number[];
  readonly read: RowReader;
  /** Why it cannot be read; thrown if the model needs it. */
  readonly problem?: FormatError;
}

/** The names of a model's tensors in one kind of file. */
export interface Naming {
  /** The tensor that is this part of the model; several names are tried in order. */
  readonly names: (part: Part, layer: number) => readonly string[];
  /** wq and wk are in Hugging Face's order of rows. */
  readonly halfSplit: boolean;
}

const wholes: readonly WholePart[] = ['embedding', 'norm', 'classifier', 'denseformer', 'registers'];
const layerParts: readonly LayerPart[] = [
  'attn.norm',
  'attn.wq',
  'attn.wk',
  'attn.wv',
  'attn.wo',
  'ffn.norm',
  'ffn.w1',
  'ffn.w2',
  'ffn.w3',
];

/**
 * A model from a set of tensors.
 * @param adapt what the model does to a tensor before it uses it; default: nothing.
 * @throws FormatError when one is missing or its shape does not match `config`.
 */
export function modelOfTensors(
  label: string,
  config: ModelConfig,
  tensors: ReadonlyMap<string, SourceTensor>,
  naming: Naming,
  adapt: (tensor: FloatTensor) => FloatTensor = (tensor) => tensor,
): Model {
  const body = { config, ropeTables: 0, matrixType: 'f32' } as const;
  const floats: FloatTensor[] = [];
  const notes: string[] = [];
  const add = (part: Part, layer?: number): void => {
    const shape = partShape(body, part);
    if (shape === undefined) return;
    const source = find(label, tensors, naming.names(part, layer ?? 0));
    const { rows, cols } = shape;
    const stored = checkShape(label, source, shape, part === 'embedding' || part === 'classifier');
    if (stored > rows) {
      notes.push(
        `${source.name} has ${stored} rows for ${rows} tokens: the rows without a token are left out.`,
      );
    }
    const turned = naming.halfSplit && (part === 'attn.wq' || part === 'attn.wk');
    const read = turned ? adjacentPairs(source.read, cols, config.headDim) : source.read;
    const name = layer === undefined ? part : layerTensorName(layer, part);
    floats.push(adapt({ name, ...(layer === undefined ? {} : { layer }), rows, cols, read }));
  };
  for (const part of wholes) add(part);
  for (let layer = 0; layer < config.uniqueLayers; layer++) for (const part of layerParts) add(part, layer);
  return { ...floatModel(label, config, floats), ...(notes.length > 0 && { notes }) };
}

function find(
  label: string,
  tensors: ReadonlyMap<string, SourceTensor>,
  names: readonly string[],
): SourceTensor {
  for (const name of names) {
    const tensor = tensors.get(name);
    if (tensor?.problem !== undefined) throw tensor.problem;
    if (tensor !== undefined) return tensor;
  }
  throw new FormatError({
    label,
    field: `the tensor ${names[0] ?? ''}`,
    found: 'absent',
    expected: 'one of a Llama-style model',
    advice: 'the model is incomplete or its architecture is not supported',
  });
}

/** @returns the rows that are stored, which may be more than the shape has where rows are tokens. */
function checkShape(
  label: string,
  { name, shape }: SourceTensor,
  { rows, cols }: PartShape,
  rowsAreTokens: boolean,
): number {
  // Dimensions of 1 before the others change nothing: a batch, or the one row of a vector.
  const stated = [1, ...shape].slice(-2);
  const [storedRows = 0, storedCols = 0] = stated;
  const isFlat = shape.slice(0, -2).every((size) => size === 1);
  const enough = rowsAreTokens ? storedRows >= rows : storedRows === rows;
  if (isFlat && enough && storedCols === cols) return storedRows;
  throw new FormatError({
    label,
    field: `the shape of ${name}`,
    found: shape.join(' × '),
    expected: rows === 1 ? String(cols) : `${rows} × ${cols} as in the model's configuration`,
    advice: 'the configuration belongs to another model, or the architecture is not supported',
  });
}
