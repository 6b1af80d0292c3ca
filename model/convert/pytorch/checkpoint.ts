import type { ByteSource } from '../../../disc/byteSource';
import { FormatError } from '../../formatError';
import { checkNoPlaceholder } from '../../placeholder';
import { JsonValue } from '../../json';
import type { Model } from '../../model';
import { metaFormat, metaParams } from '../checkpoint/metaFormat';
import { configAdvice, modelOfCheckpoint } from '../checkpoint/model';
import type { SourceTensor } from '../tensorSet';
import { readPickle } from './pickle';
import { sourceTensor, type OpenStorage } from './tensors';
import { StoredTensor, type PickleValue } from './values';
import { readZip, type ZipEntry } from './zip';

type Dict = ReadonlyMap<PickleValue, PickleValue>;

/** What a PyTorch checkpoint holds. */
interface TorchFile {
  readonly tensors: readonly SourceTensor[];
  /** The configuration that was saved with the weights. */
  readonly config?: JsonValue;
}

const mostPickleBytes = 64 << 20;
/** Where training programs put the weights: the original, llama2.c, Lightning. Else they are the whole file. */
const stateKeys = ['model_state_dict', 'model', 'state_dict'];
/** Where they put the configuration: llama2.c, the original, others. */
const configKeys = ['model_args', 'config', 'model_config', 'args'];

/**
 * Opens a checkpoint with its configuration as a float model; weights stay in the file.
 * @param beside the text of a file next to it.
 * @throws FormatError when it is damaged or has no configuration, or the architecture is not supported.
 */
export async function openTorchCheckpoint(
  source: ByteSource,
  label: string,
  beside?: (name: string) => Promise<string | undefined>,
): Promise<Model> {
  const { tensors, config } = await readTorchFile(source, label);
  const text = config === undefined ? await beside?.('config.json') : undefined;
  const stated = text === undefined ? config : JsonValue.parse(text, 'config.json', configAdvice);
  if (stated === undefined) {
    if ((await beside?.(metaParams)) !== undefined) throw metaFormat(label);
    throw new FormatError({
      label,
      field: 'the configuration',
      found: 'absent',
      expected: `${configKeys.slice(0, 2).join(' or ')} in the file, or config.json beside it`,
      advice: 'put the config.json of the model next to the file',
    });
  }
  return modelOfCheckpoint({ label, config: stated, tensors });
}

/**
 * The tensors of a file of `torch.save` (version 1.6 or later): a ZIP archive with a pickle and a file for each
 * storage. The pickle is read without executing anything (pickle.ts).
 * @throws FormatError when it is damaged or is something else.
 */
export async function readTorchFile(source: ByteSource, label: string): Promise<TorchFile> {
  await checkNoPlaceholder(source, label);
  const entries = await readZip(source, label);
  const pickleName = [...entries.keys()].find((name) => /^[^/]*\/?data\.pkl$/.test(name));
  const entry = pickleName === undefined ? undefined : entries.get(pickleName);
  const folder = pickleName?.slice(0, -'data.pkl'.length) ?? '';
  if (entry === undefined) {
    throw new FormatError({
      label,
      field: 'the file',
      found: 'a ZIP archive without data.pkl',
      expected: 'a PyTorch checkpoint',
      advice: 'unpack the archive and open the model in it',
    });
  }
  await checkByteOrder(entries.get(`${folder}byteorder`), label);
  const pickle = await entry.open();
  if (pickle.size > mostPickleBytes) throw fault(label, 'data.pkl', `${pickle.size} bytes`, 'at most 64 MiB');
  const value = readPickle(await pickle.read(0, pickle.size), label);
  const open: OpenStorage = (key) => {
    const found = entries.get(`${folder}data/${key}`);
    if (found === undefined) throw fault(label, `${folder}data/${key}`, 'absent', 'the numbers of a tensor');
    return found.open();
  };
  if (!(value instanceof Map)) throw fault(label, 'data.pkl', 'no dict', 'a dict with tensors');
  const state = stateOf(value);
  const tensors: SourceTensor[] = [];
  for (const [name, tensor] of state) {
    if (typeof name !== 'string' || !(tensor instanceof StoredTensor)) continue;
    tensors.push(await sourceTensor(label, name, tensor, open));
  }
  if (tensors.length === 0)
    throw fault(label, 'data.pkl', 'a dict without tensors', 'the weights of a model');
  const config = configOf(value, label);
  return { tensors, ...(config && { config }) };
}

async function checkByteOrder(entry: ZipEntry | undefined, label: string): Promise<void> {
  if (entry === undefined) return;
  const source = await entry.open();
  const order = new TextDecoder().decode(await source.read(0, Math.min(16, source.size)));
  if (order !== 'little') throw fault(label, 'byteorder', JSON.stringify(order), '"little"');
}

function stateOf(file: Dict): Dict {
  for (const key of stateKeys) {
    const state = file.get(key);
    if (state instanceof Map) return state;
  }
  return file;
}

function configOf(file: Dict, label: string): JsonValue | undefined {
  for (const key of configKeys) {
    const config = file.get(key);
    if (!(config instanceof Map)) continue;
    // A training program also saves its own settings under these names.
    if (!config.has('dim') && !config.has('hidden_size')) continue;
    return new JsonValue(plain(config, label), `${label}/${key}`, '', configAdvice);
  }
  return undefined;
}

/** Dicts in each other in a configuration; a dict may contain itself. */
const mostLevels = 8;
const mostFields = 10_000;

/** As in JSON. */
function plain(dict: Dict, label: string): Record<string, unknown> {
  let left = mostFields;
  const fieldsOf = (level: number, fields: Dict): Record<string, unknown> => {
    left -= fields.size;
    if (level > mostLevels || left < 0) {
      const expected = `at most ${mostLevels} levels and ${mostFields} fields`;
      throw fault(label, 'the configuration', 'too many dicts in each other', expected);
    }
    return Object.fromEntries(
      [...fields].flatMap(([key, value]) =>
        typeof key === 'string' ? [[key, value instanceof Map ? fieldsOf(level + 1, value) : value]] : [],
      ),
    );
  };
  return fieldsOf(1, dict);
}

function fault(label: string, field: string, found: string, expected: string): FormatError {
  const advice = 'save the model with torch.save as a state dict, or as safetensors with config.json';
  return new FormatError({ label, field, found, expected, advice });
}
