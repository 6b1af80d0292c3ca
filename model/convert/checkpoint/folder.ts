import type { ByteSource } from '../../../disc/byteSource';
import { FormatError } from '../../formatError';
import { JsonValue } from '../../json';
import type { Model } from '../../model';
import { openSafetensorsFolder } from '../safetensorsFolder';

/** A folder with a model's files, on a disk or behind an editor's file system. */
export interface CheckpointFolder {
  /** Its name in messages. */
  readonly label: string;
  /** The names of its files. */
  readonly names: readonly string[];
  readonly text: (name: string) => Promise<string>;
  /** Opens a file; who made the folder closes it. */
  readonly open: (name: string) => Promise<ByteSource>;
}

/** The files that are the model, of those in a folder. */
export interface CheckpointFiles {
  readonly files: readonly string[];
  /** The file of each tensor, where an index states it. */
  readonly fileOf?: ReadonlyMap<string, string>;
}

const indexName = 'model.safetensors.index.json';
const wholeName = 'model.safetensors';

/**
 * Opens a folder in the layout of Hugging Face: `config.json`, and safetensors with an index if there are several.
 * @param chosen the file that was asked for, if not the folder.
 * @throws FormatError when something is missing or damaged, or the architecture is not supported.
 */
export async function openCheckpointFolder(folder: CheckpointFolder, chosen?: string): Promise<Model> {
  const { label, names } = folder;
  const isComplete = names.includes('config.json') && names.some((name) => name.endsWith('.safetensors'));
  if (!isComplete) {
    throw new FormatError({
      label,
      field: 'the folder',
      found: names.includes('config.json') ? 'without a .safetensors file' : 'without config.json',
      expected: 'a folder with both',
      advice: adviceFor(names),
    });
  }
  const { files, fileOf } = await checkpointFiles(folder, chosen);
  const present = files.filter((name) => names.includes(name));
  const shards: { name: string; source: ByteSource }[] = [];
  for (const name of present) shards.push({ name, source: await folder.open(name) });
  const config = await folder.text('config.json');
  return openSafetensorsFolder({ label, config, shards, ...(fileOf && { fileOf }) });
}

/** A folder may have been opened for a file in it. */
function adviceFor(names: readonly string[]): string {
  const models = names.filter((name) => /\.(?:psnt|gguf)$/.test(name));
  if (models.length > 0) return `open the model file in it (${models.slice(0, 3).join(', ')})`;
  return 'download or save the whole model; save PyTorch weights (.bin, .pt) as safetensors first';
}

/**
 * Which files of a folder are the model: with an index those that it names, else one. Other files, such as the
 * original of a conversion or an adapter, do not belong to it.
 * @throws FormatError when it is not clear, or the chosen file is not one of them.
 */
export async function checkpointFiles(folder: CheckpointFolder, chosen?: string): Promise<CheckpointFiles> {
  const { label, names } = folder;
  if (!names.includes(indexName)) {
    const candidates = names.filter((name) => name.endsWith('.safetensors'));
    const one = chosen ?? (candidates.includes(wholeName) ? wholeName : candidates[0]);
    if (chosen === undefined && one !== wholeName && candidates.length > 1) {
      throw new FormatError({
        label,
        field: 'the folder',
        found: `with ${candidates.length} .safetensors files (${candidates.slice(0, 3).join(', ')}${candidates.length > 3 ? ', …' : ''}) and without ${indexName}`,
        expected: `one file, or ${indexName} that names the files of the model`,
        advice: 'download the index too, or open one of the files',
      });
    }
    return { files: one === undefined ? [] : [one] };
  }
  const advice = 'the index is damaged; download it again';
  const json = JsonValue.parse(await folder.text(indexName), `${label}/${indexName}`, advice);
  const fileOf = new Map(
    json
      .get('weight_map')
      .entries()
      .map(([name, file]) => [name, file.string()]),
  );
  const files = [...new Set(fileOf.values())].sort();
  if (chosen !== undefined && !files.includes(chosen)) {
    throw new FormatError({
      label,
      field: chosen,
      found: `not one of the files that ${indexName} names`,
      expected: files.slice(0, 3).join(', ') + (files.length > 3 ? ', …' : ''),
      advice: 'open the folder, or move the file to a folder of its own with its config.json',
    });
  }
  return { files, fileOf };
}
