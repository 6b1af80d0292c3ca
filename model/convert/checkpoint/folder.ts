import type { ByteSource } from '../../../disc/byteSource';
import { FormatError } from '../../formatError';
import { JsonValue } from '../../json';
import type { Model } from '../../model';
import { readTorchFile } from '../pytorch/checkpoint';
import { readSafetensors } from '../safetensors';
import { mergeFiles } from '../safetensorsFolder';
import type { SourceTensor } from '../tensorSet';
import { metaFormat, metaParams } from './metaFormat';
import { configAdvice, modelOfCheckpoint } from './model';

/** A folder with a model's files, on a disk or behind an editor's file system. */
interface CheckpointFolder {
  /** Its name in messages. */
  readonly label: string;
  /** The names of its files. */
  readonly names: readonly string[];
  readonly text: (name: string) => Promise<string>;
  /** Opens a file; who made the folder closes it. */
  readonly open: (name: string) => Promise<ByteSource>;
}

/** The files that are the model, of those in a folder. */
interface CheckpointFiles {
  readonly files: readonly string[];
  /** The file of each tensor, where an index states it. */
  readonly fileOf?: ReadonlyMap<string, string>;
}

/** The two formats of weights in a folder, in the order in which transformers looks for them. */
const formats = [
  {
    whole: 'model.safetensors',
    index: 'model.safetensors.index.json',
    pattern: /\.safetensors$/,
    read: readSafetensors,
  },
  {
    whole: 'pytorch_model.bin',
    index: 'pytorch_model.bin.index.json',
    pattern: /\.(?:pt|pth)$|^pytorch_model.*\.bin$/,
    read: async (source: ByteSource, label: string) => (await readTorchFile(source, label)).tensors,
  },
] as const;
type Format = (typeof formats)[number];

/** The files of a folder from which a model may be read. */
export const checkpointFile = /\.(?:safetensors|pt|pth|bin)$|^config\.json$|\.index\.json$/;

/**
 * Opens a folder in the layout of Hugging Face: `config.json`, and weights as safetensors or by PyTorch, with an index
 * if they are in several files.
 * @param chosen the file that was asked for, if not the folder.
 * @throws FormatError when something is missing or damaged, or the architecture is not supported.
 */
export async function openCheckpointFolder(folder: CheckpointFolder, chosen?: string): Promise<Model> {
  const { label, names } = folder;
  const format = formatOf(names, chosen);
  const hasConfig = names.includes('config.json');
  if (!hasConfig && names.includes(metaParams)) throw metaFormat(label);
  if (format === undefined || !hasConfig) {
    throw new FormatError({
      label,
      field: 'the folder',
      found: hasConfig ? 'without a .safetensors file' : 'without config.json',
      expected: 'a folder with both',
      advice: adviceFor(names),
    });
  }
  const { files, fileOf } = await checkpointFiles(folder, format, chosen);
  const read: { name: string; tensors: readonly SourceTensor[] }[] = [];
  for (const name of files) {
    if (!names.includes(name)) continue;
    read.push({ name, tensors: await format.read(await folder.open(name), `${label}/${name}`) });
  }
  const config = JsonValue.parse(await folder.text('config.json'), `${label}/config.json`, configAdvice);
  return modelOfCheckpoint({ label, config, tensors: mergeFiles(label, read, fileOf) });
}

/**
 * The format of the weights: that of the chosen file; else the first with a whole model or an index, because another file
 * of an earlier format, such as an adapter, is not the model; else the first with any file.
 */
function formatOf(names: readonly string[], chosen: string | undefined): Format | undefined {
  if (chosen !== undefined) return formats.find(({ pattern }) => pattern.test(chosen));
  return (
    formats.find(({ whole, index }) => names.includes(whole) || names.includes(index)) ??
    formats.find(({ pattern }) => names.some((name) => pattern.test(name)))
  );
}

/** A folder may have been opened for a file in it. */
function adviceFor(names: readonly string[]): string {
  const models = names.filter((name) => /\.(?:psnt|gguf|pt|pth)$/.test(name));
  if (models.length > 0) return `open the model file in it (${models.slice(0, 3).join(', ')})`;
  return 'download or save the whole model';
}

/**
 * Which files of a folder are the model: with an index those that it names, else one. Other files, such as the
 * original of a conversion or an adapter, do not belong to it.
 * @throws FormatError when it is not clear, or the chosen file is not one of them.
 */
async function checkpointFiles(
  folder: CheckpointFolder,
  { whole, index, pattern }: Format,
  chosen: string | undefined,
): Promise<CheckpointFiles> {
  const { label, names } = folder;
  if (!names.includes(index)) {
    const candidates = names.filter((name) => pattern.test(name));
    const one = chosen ?? (candidates.includes(whole) ? whole : candidates[0]);
    if (chosen === undefined && one !== whole && candidates.length > 1) {
      throw new FormatError({
        label,
        field: 'the folder',
        found: `with ${candidates.length} files of weights (${listOf(candidates)}) and without ${index}`,
        expected: `one file, or ${index} that names the files of the model`,
        advice: 'download the index too, or open one of the files',
      });
    }
    if (one !== undefined) checkNoPart(label, one, index);
    return { files: one === undefined ? [] : [one] };
  }
  const advice = 'the index is damaged; download it again';
  const json = JsonValue.parse(await folder.text(index), `${label}/${index}`, advice);
  const map = json.get('weight_map').entries();
  const fileOf = new Map(map.map(([name, file]) => [name, file.string()]));
  const files = [...new Set(fileOf.values())].sort();
  if (chosen !== undefined && !files.includes(chosen)) {
    throw new FormatError({
      label,
      field: chosen,
      found: `not one of the files that ${index} names`,
      expected: listOf(files),
      advice: 'open the folder, or move the file to a folder of its own with its config.json',
    });
  }
  return { files, fileOf };
}

/** @throws FormatError when a file is one of several of a model, which its index would name. */
function checkNoPart(label: string, name: string, index: string): void {
  const [, part = '', parts = ''] = /-(\d{5})-of-(\d{5})\.\w+$/.exec(name) ?? [];
  if (Number(parts) <= 1) return;
  throw new FormatError({
    label,
    field: name,
    found: `part ${Number(part)} of ${Number(parts)} of a model, without ${index}`,
    expected: `all parts and ${index}`,
    advice: 'download the whole folder of the model',
  });
}

function listOf(names: readonly string[]): string {
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '');
}
