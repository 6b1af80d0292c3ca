import { isCount } from '../../../common/guards';
import { Name, Storage, StoredTensor, type PickleValue } from './values';

const storages = /^(?:Float|Double|Half|BFloat16|Long|Int|Short|Char|Byte|Bool|Untyped)Storage$/;
const dtypes = /^(?:float|double|half|bfloat|int|uint|long|short|bool)\d*$/;
/** Classes that hold a configuration, of the original (ModelConfig) and of llama2.c (ModelArgs). */
const configurations = /^(?:ModelConfig|ModelArgs)$/;

/** A name that a checkpoint needs: it stands for tensors, storages, dicts or a configuration. */
export function isKnownName({ module, name }: Name): boolean {
  if (configurations.test(name)) return true;
  if (module === 'torch') return storages.test(name) || dtypes.test(name) || name === 'Size';
  if (module === 'torch.storage') return storages.test(name);
  if (module === 'torch._utils') return name === '_rebuild_tensor_v2' || name === '_rebuild_parameter';
  return module === 'collections' && name === 'OrderedDict';
}

/** The storage that a persistent id names; undefined when it names something else. */
export function storageOf(id: PickleValue): Storage | undefined {
  if (!Array.isArray(id)) return undefined;
  const [kind, type, key, , count] = id as readonly PickleValue[];
  const isStorage = kind === 'storage' && type instanceof Name && storages.test(type.name);
  return isStorage && typeof key === 'string' && isCount(count)
    ? new Storage(type.name, key, count)
    : undefined;
}

/** What a call of a known name gives; undefined when it is not one that may be made. Nothing is executed. */
export function called(target: PickleValue, values: PickleValue): PickleValue | undefined {
  if (!(target instanceof Name) || !Array.isArray(values)) return undefined;
  const [first, second, third, fourth] = values as readonly PickleValue[];
  switch (target.full) {
    case 'collections.OrderedDict':
      return values.length === 0 ? new Map<PickleValue, PickleValue>() : dictOf(first);
    case 'torch.Size':
      return Array.isArray(first) ? first : undefined;
    case 'torch._utils._rebuild_parameter':
      return first instanceof StoredTensor ? first : undefined;
    case 'torch._utils._rebuild_tensor_v2': {
      const [shape, strides] = [countsOf(third), countsOf(fourth)];
      if (!(first instanceof Storage) || !isCount(second) || shape?.length !== strides?.length)
        return undefined;
      return shape && strides && new StoredTensor(first, second, shape, strides);
    }
    default:
      return undefined;
  }
}

/** A new object of a class that holds a configuration: its fields follow. */
export function newObject(target: PickleValue, values: PickleValue): PickleValue | undefined {
  const isEmpty = Array.isArray(values) && values.length === 0;
  if (!(target instanceof Name) || !isEmpty) return undefined;
  const isDict = target.full === 'collections.OrderedDict';
  return configurations.test(target.name) || isDict ? new Map<PickleValue, PickleValue>() : undefined;
}

function countsOf(value: PickleValue | undefined): readonly number[] | undefined {
  return Array.isArray(value) && value.every(isCount) ? value : undefined;
}

/** A dict from a list of pairs. */
function dictOf(pairs: PickleValue | undefined): PickleValue | undefined {
  if (!Array.isArray(pairs)) return undefined;
  const dict = new Map<PickleValue, PickleValue>();
  for (const pair of pairs as readonly PickleValue[]) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    const [key, value] = pair as readonly PickleValue[];
    dict.set(key ?? null, value ?? null);
  }
  return dict;
}
