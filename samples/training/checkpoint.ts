import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from '../../disc/node/atomicFile';
import { FileSource } from '../../disc/node/fileSource';
import { readSafetensors } from '../../model/convert/safetensors';
import type { Model, ModelConfig } from '../../model/model';
import { readRows, tensorOf } from '../../model/tensorRows';
import type { Network } from './network';
import { encodeSafetensors, type NamedFloats } from './safetensorsFile';

/** Names of the 10M model's float tensors (model/convert/safetensorsFolder.ts). */
const names: Readonly<Record<string, string>> = {
  embedding: 'tok_embeddings.weight',
  registers: 'register_tokens',
  denseformer: 'dwa_weights',
  norm: 'norm.weight',
  'attn.norm': 'attention_norm',
  'attn.wq': 'attention.wq',
  'attn.wk': 'attention.wk',
  'attn.wv': 'attention.wv',
  'attn.wo': 'attention.wo',
  'ffn.norm': 'ffn_norm',
  'ffn.w1': 'feed_forward.w1',
  'ffn.w2': 'feed_forward.w2',
  'ffn.w3': 'feed_forward.w3',
};

/** Puts the weights of a model, quantised or not, into a network of its shape. */
export async function loadWeights(network: Network, model: Model): Promise<void> {
  const { graph, parameters } = network;
  for (const parameter of parameters.all) {
    const tensor = tensorOf(model, parameter.name);
    graph.data(parameter).set(await readRows(model, tensor, 0, tensor.rows));
  }
}

/** Writes a folder that the converter reads: `config.json` and `model.safetensors`, f32. */
export async function saveCheckpoint(folder: string, network: Network): Promise<void> {
  const { graph, parameters, config } = network;
  const tensors = parameters.all.map((parameter): NamedFloats => {
    const { name, part, rows, cols } = parameter;
    const stem = names[part] ?? part;
    const layer = /^layers\.(\d+)\./.exec(name)?.[1];
    return {
      name: layer === undefined ? stem : `_unique_layers.${Number(layer)}.${stem}.weight`,
      shape: part.endsWith('norm') ? [cols] : [rows, cols],
      values: graph.data(parameter),
    };
  });
  await mkdir(folder, { recursive: true });
  await write(path.join(folder, 'config.json'), new TextEncoder().encode(configText(config)));
  await write(path.join(folder, 'model.safetensors'), encodeSafetensors(tensors));
}

function configText(config: ModelConfig): string {
  const fields = {
    dim: config.dim,
    hidden_dim: config.hiddenDim,
    n_layers: config.layers,
    n_unique_layers: config.uniqueLayers,
    n_heads: config.heads,
    n_kv_heads: config.kvHeads,
    vocab_size: config.vocabSize,
    max_seq_len: config.seqLen,
    rope_theta: config.ropeTheta,
    norm_eps: config.eps,
    tie_word_embeddings: true,
    value_residual: config.valueResidual,
  };
  return `${JSON.stringify(fields, undefined, 2)}\n`;
}

/** Writes the state to resume a run from: weights, means of AdamW, and the finished steps. */
export async function saveRun(file: string, network: Network, step: number): Promise<void> {
  const { graph, parameters } = network;
  const tensors = parameters.all.flatMap(({ name, rows, cols, data, mean, square }): NamedFloats[] =>
    Object.entries({ data, mean, square }).map(([what, address]) => ({
      name: `${name}.${what}`,
      shape: [rows * cols],
      values: graph.arena.floats(address, rows * cols),
    })),
  );
  await mkdir(path.dirname(file), { recursive: true });
  await write(
    file,
    encodeSafetensors([{ name: 'step', shape: [1], values: Float32Array.of(step) }, ...tensors]),
  );
}

/**
 * @returns the finished steps.
 * @throws FormatError when the file is damaged or of another model, Error when it is missing.
 */
export async function loadRun(file: string, network: Network): Promise<number> {
  const source = await FileSource.open(file);
  try {
    const tensors = new Map((await readSafetensors(source, file)).map((tensor) => [tensor.name, tensor]));
    const valuesOf = async (name: string, count: number): Promise<Float32Array> => {
      const tensor = tensors.get(name);
      if (tensor?.shape[0] !== count) {
        throw new Error(
          `${file}: ${name} has ${tensor?.shape[0] ?? 'no'} values instead of ${count}; it is of a run with other settings, so begin in another folder.`,
        );
      }
      return tensor.read(0, 1);
    };
    const { graph, parameters } = network;
    for (const { name, rows, cols, ...addresses } of parameters.all) {
      for (const what of ['data', 'mean', 'square'] as const) {
        const values = await valuesOf(`${name}.${what}`, rows * cols);
        graph.arena.floats(addresses[what], rows * cols).set(values);
      }
    }
    return (await valuesOf('step', 1))[0] ?? 0;
  } finally {
    await source.close();
  }
}

function write(file: string, bytes: Uint8Array): Promise<void> {
  return writeFileAtomically(file, (output) => output.write(bytes));
}
