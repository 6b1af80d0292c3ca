import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import { openCheckpoint } from '../convert/checkpoint';
import { FormatError } from '../formatError';
import type { ModelFile } from './modelFile';

const indexName = 'model.safetensors.index.json';
const mostTextBytes = 64 << 20;

/**
 * Opens a folder as Hugging Face lays it out: `config.json` and one or more `.safetensors`, with an index when there
 * are several.
 * @throws Error with the path, or FormatError.
 */
export async function openModelFolder(path: string): Promise<ModelFile> {
  const label = basename(resolve(path));
  const names = (await readdir(path)).sort();
  const config = await textOf(path, 'config.json', names);
  const index = await textOf(path, indexName, names);
  const shardNames = names.filter((name) => name.endsWith('.safetensors'));
  if (config === undefined || shardNames.length === 0) {
    throw new FormatError({
      label,
      field: 'the folder',
      found: config === undefined ? 'without config.json' : 'without a .safetensors file',
      expected: 'a checkpoint with both',
      advice:
        'download or save the whole model; checkpoints of PyTorch (.bin, .pt) have to be saved as safetensors',
    });
  }
  const files: FileSource[] = [];
  const close = async (): Promise<void> => {
    for (const file of files) await file.close();
  };
  try {
    const shards: { name: string; source: FileSource }[] = [];
    for (const name of shardNames) {
      const source = await FileSource.open(join(path, name));
      files.push(source);
      shards.push({ name, source });
    }
    const model = await openCheckpoint({ label, config, shards, ...(index === undefined ? {} : { index }) });
    return { model, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function textOf(folder: string, name: string, names: readonly string[]): Promise<string | undefined> {
  if (!names.includes(name)) return undefined;
  const path = join(folder, name);
  const { size } = await stat(path);
  if (size > mostTextBytes)
    throw new Error(`Cannot read ${path}: it has ${size} bytes, too many for a text.`);
  return readFile(path, 'utf8');
}
