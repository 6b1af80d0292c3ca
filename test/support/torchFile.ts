import { crc32 } from '../../model/plan/crc32';
import { encode, type Encoding } from './checkpoints';
import { BytesWriter } from './bytesWriter';

/** A tensor for a PyTorch file: a view of a storage. */
export interface TorchTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Default: one row after the other. */
  readonly strides?: readonly number[];
  readonly offset?: number;
  /** The numbers of the storage. Tensors with the same array share it. */
  readonly storage: Float32Array;
  readonly encoding?: 'F32' | 'F16' | 'BF16';
}

/** A dict of a pickle: texts, numbers, booleans, null and dicts. */
export type PickleFields = Readonly<{ [key: string]: string | number | boolean | null | PickleFields }>;

const storageTypes = { F32: 'FloatStorage', F16: 'HalfStorage', BF16: 'BFloat16Storage' } as const;

/** Writes a pickle of protocol 2 as torch.save does, operation by operation. */
class PickleWriter {
  private readonly writer = new BytesWriter().u8(0x80, 2);

  text(value: string): this {
    const bytes = new TextEncoder().encode(value);
    this.writer.u8(0x58).u32(bytes.length).raw(bytes);
    return this;
  }

  global(module: string, name: string): this {
    this.writer.u8(0x63).raw(new TextEncoder().encode(`${module}\n${name}\n`));
    return this;
  }

  int(value: number): this {
    this.writer.u8(0x4a).raw(new Uint8Array(Int32Array.of(value).buffer));
    return this;
  }

  op(...codes: number[]): this {
    this.writer.u8(...codes);
    return this;
  }

  counts(values: readonly number[]): this {
    this.op(0x28);
    for (const value of values) this.int(value);
    return this.op(0x74);
  }

  fields(fields: PickleFields): this {
    this.op(0x7d, 0x28);
    for (const [key, value] of Object.entries(fields)) {
      this.text(key);
      if (value === null) this.op(0x4e);
      else if (typeof value === 'string') this.text(value);
      else if (typeof value === 'boolean') this.op(value ? 0x88 : 0x89);
      else if (typeof value === 'object') this.fields(value);
      else if (Number.isInteger(value)) this.int(value);
      else {
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setFloat64(0, value, false);
        this.writer.u8(0x47).raw(bytes);
      }
    }
    return this.op(0x75);
  }

  done(): Uint8Array {
    return this.op(0x2e).writer.done();
  }
}

export interface TorchFileOptions {
  readonly tensors: readonly TorchTensor[];
  /** The key of the state dict; default: the state dict is the whole file. */
  readonly stateKey?: string;
  /** The configuration: a dict, or with `asClass` an object of that class. */
  readonly config?: { readonly key: string; readonly fields: PickleFields; readonly asClass?: string };
  /** Further fields of the file. */
  readonly more?: PickleFields;
  /** Instead of what torch.save writes. */
  readonly byteOrder?: string;
}

/** A file of torch.save. */
export function torchBytes(options: TorchFileOptions): Uint8Array {
  const { tensors, stateKey, config, more = {}, byteOrder = 'little' } = options;
  const storages = new Map<Float32Array, { readonly key: string; readonly encoding: Encoding }>();
  const pickle = new PickleWriter();
  const state = (): void => {
    pickle.global('collections', 'OrderedDict').op(0x29, 0x52, 0x28);
    for (const { name, shape, strides, offset = 0, storage, encoding = 'F32' } of tensors) {
      const found = storages.get(storage) ?? { key: String(storages.size), encoding };
      storages.set(storage, found);
      pickle.text(name).global('torch._utils', '_rebuild_tensor_v2').op(0x28);
      pickle.op(0x28).text('storage').global('torch', storageTypes[encoding]).text(found.key).text('cpu');
      pickle.int(storage.length).op(0x74, 0x51).int(offset).counts(shape);
      pickle.counts(strides ?? shape.map((_, i) => shape.slice(i + 1).reduce((all, size) => all * size, 1)));
      pickle.op(0x89).global('collections', 'OrderedDict').op(0x29, 0x52, 0x74, 0x52);
    }
    pickle.op(0x75);
  };
  if (stateKey === undefined) state();
  else {
    pickle.fields(more).op(0x28).text(stateKey);
    state();
    if (config !== undefined) {
      pickle.text(config.key);
      if (config.asClass === undefined) pickle.fields(config.fields);
      else {
        const [module = '', name = ''] = config.asClass.split(':');
        pickle.global(module, name).op(0x29, 0x81).fields(config.fields).op(0x62);
      }
    }
    pickle.op(0x75);
  }
  return zipBytes([
    ['archive/data.pkl', pickle.done()],
    ['archive/byteorder', new TextEncoder().encode(byteOrder)],
    ...[...storages].map(([values, { key, encoding }]): [string, Uint8Array] => [
      `archive/data/${key}`,
      encode(values, encoding),
    ]),
    ['archive/version', new TextEncoder().encode('3\n')],
  ]);
}

/** An archive without compression, with the data aligned to 64 bytes by extra fields, as PyTorch writes it. */
export function zipBytes(
  files: readonly (readonly [name: string, bytes: Uint8Array])[],
  { method = 0, wide = true } = {},
): Uint8Array {
  const writer = new BytesWriter();
  const directory = new BytesWriter();
  for (const [name, bytes] of files) {
    const start = writer.length;
    const nameBytes = new TextEncoder().encode(name);
    const padding = 64 - ((start + 30 + nameBytes.length + 4) % 64);
    writer.u32(0x04034b50).u16(0, 0, method, 0, 0).u32(crc32(bytes), bytes.length, bytes.length);
    writer.u16(nameBytes.length, padding + 4).raw(nameBytes);
    writer.u16(0x4246, padding).raw(new Uint8Array(padding)).raw(bytes);
    directory.u32(0x02014b50).u16(0, 0, 0, method, 0, 0).u32(crc32(bytes), bytes.length, bytes.length);
    directory
      .u16(nameBytes.length, wide ? 12 : 0, 0, 0, 0)
      .u32(0, wide ? 0xffffffff : start)
      .raw(nameBytes);
    if (wide) directory.u16(1, 8).u64(start);
  }
  const [at, size] = [writer.length, directory.length];
  writer.raw(directory.done());
  if (wide) {
    const end = writer.length;
    writer.u32(0x06064b50).u64(44).u16(0, 0).u32(0, 0).u64(files.length, files.length, size, at);
    writer.u32(0x07064b50, 0).u64(end).u32(1);
  }
  writer.u32(0x06054b50).u16(0, 0, wide ? 0xffff : files.length, wide ? 0xffff : files.length);
  return writer
    .u32(wide ? 0xffffffff : size, wide ? 0xffffffff : at)
    .u16(0)
    .done();
}
