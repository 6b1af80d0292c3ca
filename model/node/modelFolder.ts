import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import { openSafetensorsFolder } from '../convert/safetensorsFolder';
import { FormatError } from '../formatError';
import type { ModelFile } from './modelFile';

const indexName = 'model.safetensors.index.json';
const mostTextBytes = 64 << 20;

/**
 * Opens a folder in the layout of Hugging Face: `config.json` and one or more `.safetensors`, with an index if there
 * are several.
 * @throws Error when a file cannot be read, FormatError when it is damaged.
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
      expected: 'a folder with both',
      advice: 'download or save the whole model; save PyTorch weights (.bin, .pt) as safetensors first',
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
    const model = await openSafetensorsFolder({
      label,
      config,
      shards,
      ...(index === undefined ? {} : { index }),
    });
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
    throw new Error(`Cannot read ${path}: it is too large for a text file (${size} bytes).`);
  return readFile(path, 'utf8');
}
