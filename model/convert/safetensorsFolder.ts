import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import { JsonValue } from '../json';
import type { Model } from '../model';
import { configAdvice, modelOfCheckpoint } from './checkpoint/model';
import { readSafetensors } from './safetensors';
import type { SourceTensor } from './tensorSet';

/** A model in safetensors, as Hugging Face's libraries save it. */
export interface SafetensorsFiles {
  /** The folder's name in messages. */
  readonly label: string;
  /** The text of `config.json`. */
  readonly config: string;
  /** The `.safetensors` files of the model (shards) by name. */
  readonly shards: readonly { readonly name: string; readonly source: ByteSource }[];
  /** The file of each tensor, where an index states it. */
  readonly fileOf?: ReadonlyMap<string, string>;
}

/**
 * Opens safetensors as a float model; weights stay in the files.
 * @throws FormatError when something is missing or damaged, or the architecture is not supported.
 */
export async function openSafetensorsFolder({
  label,
  config: text,
  shards,
  fileOf,
}: SafetensorsFiles): Promise<Model> {
  const config = JsonValue.parse(text, `${label}/config.json`, configAdvice);
  const files = await Promise.all(
    shards.map(async ({ name, source }) => ({
      name,
      tensors: await readSafetensors(source, `${label}/${name}`),
    })),
  );
  return modelOfCheckpoint({ label, config, tensors: mergeFiles(label, files, fileOf) });
}

interface TensorFile {
  readonly name: string;
  readonly tensors: readonly SourceTensor[];
}

/**
 * The tensors of several files: with an index those that it lists, each from the file that it names.
 * @throws FormatError when one is not in its file, or two files have one of the same name.
 */
export function mergeFiles(
  label: string,
  files: readonly TensorFile[],
  fileOf?: ReadonlyMap<string, string>,
): SourceTensor[] {
  const found = new Map<string, { readonly file: string; readonly tensor: SourceTensor }>();
  for (const { name: file, tensors } of files) {
    for (const tensor of tensors) {
      if (fileOf !== undefined && fileOf.get(tensor.name) !== file) continue;
      const other = found.get(tensor.name);
      if (other !== undefined) {
        throw fault(
          label,
          tensor.name,
          `in ${other.file} and in ${file}`,
          'in one file of the model',
          'keep the files of one model, or add their index',
        );
      }
      found.set(tensor.name, { file, tensor });
    }
  }
  for (const [name, file] of fileOf ?? []) {
    if (found.has(name)) continue;
    const missing = !files.some((candidate) => candidate.name === file);
    throw fault(
      label,
      name,
      missing ? `in ${file}, which does not exist` : `not in ${file}`,
      'in the file that the index names',
      'download the missing file',
    );
  }
  return [...found.values()].map(({ tensor }) => tensor);
}

function fault(label: string, name: string, found: string, expected: string, advice: string): FormatError {
  return new FormatError({ label, field: `the tensor ${name}`, found, expected, advice });
}
