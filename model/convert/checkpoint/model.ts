import { FormatError } from '../../formatError';
import type { JsonValue } from '../../json';
import type { Model, ModelConfig } from '../../model';
import { checkLayerNumbers, checkNoOthers, type LayerCount } from '../otherTensors';
import { modelOfTensors, type SourceTensor } from '../tensorSet';
import { readCheckpointConfig } from './config';
import {
  metaFamily,
  namingOf,
  needlessReason,
  patternOf,
  plainName,
  transformersFamily,
  type Family,
} from './names';
import { roundedRows } from './ternary';

/** What to do about a configuration that cannot be read. */
export const configAdvice =
  'it is not the configuration of a Llama-style model; use the folder saved by the training library';

/** A configuration with the tensors it belongs to, from any kind of file. */
export interface Checkpoint {
  /** The name of file or folder in messages. */
  readonly label: string;
  readonly config: JsonValue;
  readonly tensors: Iterable<SourceTensor>;
}

/**
 * Opens a checkpoint as a float model; weights stay in the files.
 * @throws FormatError when something is missing or damaged, or the architecture is not supported.
 */
export async function modelOfCheckpoint({ label, config: json, tensors: all }: Checkpoint): Promise<Model> {
  const tensors = byPlainNames(label, all);
  const family = isTransformers(json, tensors) ? transformersFamily : metaFamily;
  const { embedding = '', classifier = '' } = family.wholes;
  const { config, ternary, notes } = await readCheckpointConfig(json, tensors, { embedding, classifier });
  const pattern = patternOf(family);
  const known = (name: string): boolean => pattern.test(name) || needlessReason(name) !== undefined;
  checkNoOthers(label, tensors.keys(), known);
  checkLayerNumbers(label, tensors.keys(), layerCounts(json, family, config));
  const read = modelOfTensors(label, config, tensors, namingOf(family, config), (tensor) =>
    ternary && /\.(?:wq|wk|wv|wo|w1|w2|w3)$/.test(tensor.name)
      ? { ...tensor, read: roundedRows(tensor.read, tensor.rows, tensor.cols) }
      : tensor,
  );
  const { notes: found = [], ...model } = read;
  const said = [...notes, ...found, ...leftOut([...tensors.keys()]), ...(ternary ? [ternaryNote] : [])];
  return {
    ...model,
    ...(said.length > 0 && { notes: said }),
    ...(ternary && { onlyQ8: ternaryReason }),
  };
}

/** Shared layers may be stored for themselves and once for each layer that executes them. */
function layerCounts(json: JsonValue, { layerPrefixes }: Family, config: ModelConfig): LayerCount[] {
  const stated = ['num_hidden_layers', 'n_layers'].find((name) => json.get(name).exists) ?? 'n_layers';
  return layerPrefixes.map((prefix) => {
    const isStored = prefix === '_unique_layers';
    return {
      prefix: `${prefix}.`,
      count: isStored ? config.uniqueLayers : config.layers,
      field: isStored ? 'the number of stored layers' : stated,
    };
  });
}

const ternaryNote =
  'The model computes with matrices rounded to −1, 0 and 1 times one scale each ("ternary": true): they are stored so, and exact in Q8.';
const ternaryReason =
  'it computes with layers of −1, 0 and 1 times one scale and with an unrounded embedding, and q4 and ternary would round the embedding too';

/** Without the prefixes of wrappers, and with the prefix of a base model that was saved without one. */
function byPlainNames(label: string, all: Iterable<SourceTensor>): Map<string, SourceTensor> {
  const tensors = new Map<string, SourceTensor>();
  const put = (name: string, tensor: SourceTensor): void => {
    if (tensors.has(name)) {
      throw new FormatError({
        label,
        field: `the tensor ${name}`,
        found: 'stored twice, under names with different prefixes',
        expected: 'once',
        advice: 'save the model again from one state dict',
      });
    }
    tensors.set(name, { ...tensor, name });
  };
  for (const tensor of all) put(plainName(tensor.name), tensor);
  // transformers saves the base class, LlamaModel, without the prefix that LlamaForCausalLM gives it.
  if (!tensors.has('embed_tokens.weight')) return tensors;
  const stored = [...tensors];
  tensors.clear();
  for (const [name, tensor] of stored) {
    put(/^(?:embed_tokens|layers|norm)\./.test(name) ? `model.${name}` : name, tensor);
  }
  return tensors;
}

/** By the names of the tensors; where none is known, by the configuration. */
function isTransformers(json: JsonValue, tensors: ReadonlyMap<string, SourceTensor>): boolean {
  const names = [...tensors.keys()];
  if (names.some((name) => /^(?:model\.(?:embed_tokens|layers)|lm_head)\./.test(name))) return true;
  const isMeta = names.some((name) => /^(?:tok_embeddings|layers|_unique_layers|output)\./.test(name));
  return !isMeta && json.get('hidden_size').exists;
}

function leftOut(names: readonly string[]): string[] {
  const heads = new Set(
    names.filter((name) => needlessReason(name) === 'training').map((name) => name.split('.')[1]),
  );
  if (heads.size === 0) return [];
  const what = heads.size === 1 ? 'A prediction head' : `${heads.size} prediction heads`;
  return [`${what} used only in training (mtp_heads.*) ${heads.size === 1 ? 'is' : 'are'} left out.`];
}
