import { existsSync } from 'node:fs';
import path from 'node:path';
import * as koffi from 'koffi';
import { projectRoot } from './project';

/** How llama.cpp numbers the types of tensors (`ggml_type` in ggml.h). */
const types = { F32: 0, F16: 1, Q4_0: 2, Q8_0: 8, BF16: 30 } as const;
export type GgmlType = keyof typeof types;

/** A value of GGUF metadata; whole numbers are written as u32. */
export type GgufValue = string | number | { readonly f32: number } | readonly string[];

export interface GgmlTensor {
  readonly name: string;
  /** Rows, columns; a vector has columns only. */
  readonly shape: readonly [number] | readonly [number, number];
  readonly values: Float32Array;
  readonly type: GgmlType;
}

/**
 * llama.cpp as prebuilt for x64 Linux (npm's `@node-llama-cpp/linux-x64`), called by its C functions: another writer
 * of GGUF files, another quantiser and another forward pass than ours. Undefined on machines it is not made for.
 */
export function llamaCpp(): LlamaCpp | undefined {
  const folder = path.join(projectRoot, 'node_modules/@node-llama-cpp/linux-x64/bins/linux-x64');
  return existsSync(folder) ? new LlamaCpp(folder) : undefined;
}

/**
 * Parameter structures of llama.h travel by value and change between releases. Those above 16 bytes are passed in
 * memory (System V ABI), so that a block larger than any of them carries one from the function that makes it to the
 * function that takes it, whatever it contains.
 */
const Opaque = koffi.struct({ bytes: koffi.array('uint8_t', 1024) });
const InitParams = koffi.struct({ memSize: 'size_t', buffer: 'void *', noAlloc: 'bool' });

export class LlamaCpp {
  private readonly base: koffi.LibraryHandle;
  private loaded = false;

  constructor(private readonly folder: string) {
    this.base = koffi.load(path.join(folder, 'libggml-base.so'));
  }

  /** The values as ggml stores them. Columns are a multiple of 32 for Q8_0 and Q4_0. */
  quantised(values: Float32Array, cols: number, type: GgmlType): Uint8Array {
    const bytes = new Uint8Array(this.rowBytes(type, cols) * (values.length / cols));
    this.base.func('ggml_quantize_chunk', 'size_t', [
      'int',
      'float *',
      'void *',
      'int64_t',
      'int64_t',
      'int64_t',
      'float *',
    ])(types[type], values, bytes, 0, values.length / cols, cols, null);
    return bytes;
  }

  /** What stored values stand for, by ggml's own functions. */
  dequantised(bytes: Uint8Array, count: number, type: GgmlType): Float32Array {
    const values = new Float32Array(count);
    if (type === 'F32') return new Float32Array(bytes.slice().buffer);
    const names = {
      F16: 'ggml_fp16_to_fp32_row',
      BF16: 'ggml_bf16_to_fp32_row',
      Q8_0: 'dequantize_row_q8_0',
      Q4_0: 'dequantize_row_q4_0',
    };
    this.base.func(names[type], 'void', ['void *', '_Out_ float *', 'int64_t'])(bytes, values, count);
    return values;
  }

  /** Writes a GGUF file as llama.cpp's own tools do. */
  writeGguf(
    file: string,
    metadata: Readonly<Record<string, GgufValue>>,
    tensors: readonly GgmlTensor[],
  ): void {
    const { base } = this;
    const context: unknown = base.func('gguf_init_empty', 'void *', [])();
    const set = (name: string, type: string, key: string, value: unknown): unknown =>
      base.func(name, 'void', ['void *', 'const char *', type])(context, key, value);
    for (const [key, value] of Object.entries(metadata)) {
      if (typeof value === 'string') set('gguf_set_val_str', 'const char *', key, value);
      else if (typeof value === 'number') set('gguf_set_val_u32', 'uint32_t', key, value);
      else if ('f32' in value) set('gguf_set_val_f32', 'float', key, value.f32);
      else {
        base.func('gguf_set_arr_str', 'void', ['void *', 'const char *', 'const char **', 'size_t'])(
          context,
          key,
          value,
          value.length,
        );
      }
    }
    const stored = tensors.map((tensor) => ({
      ...tensor,
      bytes: this.quantised(tensor.values, tensor.shape.at(-1) ?? 0, tensor.type),
    }));
    const overhead = 1 << 16;
    const memSize = stored.reduce((sum, { bytes }) => sum + bytes.length + 4096, overhead);
    const arena: unknown = base.func('ggml_init', 'void *', [InitParams])({
      memSize,
      buffer: null,
      noAlloc: false,
    });
    const copy = koffi.load('libc.so.6').func('memcpy', 'void *', ['void *', 'const uint8_t *', 'size_t']);
    const make = base.func('ggml_new_tensor_2d', 'void *', ['void *', 'int', 'int64_t', 'int64_t']);
    const makeVector = base.func('ggml_new_tensor_1d', 'void *', ['void *', 'int', 'int64_t']);
    for (const { name, shape, type, bytes } of stored) {
      // ggml gives the columns first.
      const tensor: unknown =
        shape.length === 1
          ? makeVector(arena, types[type], shape[0])
          : make(arena, types[type], shape[1], shape[0]);
      base.func('ggml_set_name', 'void *', ['void *', 'const char *'])(tensor, name);
      copy(base.func('ggml_get_data', 'void *', ['void *'])(tensor), bytes, bytes.length);
      base.func('gguf_add_tensor', 'void', ['void *', 'void *'])(context, tensor);
    }
    const written: unknown = base.func('gguf_write_to_file', 'bool', ['void *', 'const char *', 'bool'])(
      context,
      file,
      false,
    );
    base.func('gguf_free', 'void', ['void *'])(context);
    base.func('ggml_free', 'void', ['void *'])(arena);
    if (written !== true) throw new Error(`llama.cpp did not write ${file}.`);
  }

  /** The logits of llama.cpp after each of the tokens. Its KV cache holds 16-bit floats. */
  logits(file: string, tokens: readonly number[], vocabSize: number): Float32Array[] {
    const llama = koffi.load(path.join(this.folder, 'libllama.v0.5.0.so'));
    if (!this.loaded) {
      const silent = koffi.proto(`void quiet_${process.pid}(int level, const char *text, void *data)`);
      const callback = koffi.register(() => undefined, koffi.pointer(silent));
      llama.func('llama_log_set', 'void', [koffi.pointer(silent), 'void *'])(callback, null);
      koffi
        .load(path.join(this.folder, 'libggml.v0.5.0.so'))
        .func('ggml_backend_load_all_from_path', 'void', ['const char *'])(this.folder);
      this.loaded = true;
    }
    const made = (name: string): unknown => llama.func(name, Opaque, [])();
    const model: unknown = llama.func('llama_model_load_from_file', 'void *', ['const char *', Opaque])(
      file,
      made('llama_model_default_params'),
    );
    if (model === null) throw new Error(`llama.cpp cannot load ${file}.`);
    const context: unknown = llama.func('llama_init_from_model', 'void *', ['void *', Opaque])(
      model,
      made('llama_context_default_params'),
    );
    // Threads that wait in a loop for each other only get in each other's way at this size.
    llama.func('llama_set_n_threads', 'void', ['void *', 'int32_t', 'int32_t'])(context, 1, 1);
    const batchOf = llama.func('llama_batch_get_one', Opaque, ['void *', 'int32_t']);
    const decode = llama.func('llama_decode', 'int32_t', ['void *', Opaque]);
    const last = llama.func('llama_get_logits_ith', 'void *', ['void *', 'int32_t']);
    const cell: unknown = koffi.alloc('int32_t', 1);
    const all = tokens.map((token) => {
      koffi.encode(cell, 'int32_t', token);
      const code: unknown = decode(context, batchOf(cell, 1));
      if (code !== 0) throw new Error(`llama.cpp: llama_decode answered ${String(code)}.`);
      const values: unknown = koffi.decode(last(context, -1), koffi.array('float', vocabSize, 'Typed'));
      if (!(values instanceof Float32Array)) throw new Error('llama.cpp gave no logits.');
      return values.slice();
    });
    llama.func('llama_free', 'void', ['void *'])(context);
    llama.func('llama_model_free', 'void', ['void *'])(model);
    return all;
  }

  private rowBytes(type: GgmlType, cols: number): number {
    return Number(this.base.func('ggml_row_size', 'size_t', ['int', 'int64_t'])(types[type], cols));
  }
}
