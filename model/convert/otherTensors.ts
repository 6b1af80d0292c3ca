import { FormatError } from '../formatError';

interface Reason {
  readonly pattern: RegExp;
  readonly found: string;
  readonly expected: string;
  readonly advice: string;
}

/** Tensors of models and files that are not supported, by their names. */
const reasons: readonly Reason[] = [
  {
    pattern: /\.bias$/,
    found: 'a bias',
    expected: 'matrices without biases',
    advice: 'PS2 ML does not support biases; use a Llama or Mistral model without them',
  },
  {
    pattern: /\.lora_[AB]\.|\.lora_embedding_[AB]|\.lora_[ab]$/,
    found: 'a part of a LoRA adapter',
    expected: 'the weights of a whole model',
    advice: 'merge the adapter into its model first',
  },
  {
    pattern: /\.(?:qweight|qzeros|g_idx|absmax|quant_map|weight_scale(?:_inv)?|input_scale|SCB)\b/,
    found: 'a part of a quantised matrix',
    expected: 'matrices of floats',
    advice: 'use the model before it was quantised',
  },
  {
    pattern: /experts?\.|block_sparse_moe|_exps\.|ffn_gate_inp/,
    found: 'a part of a mixture of experts',
    expected: 'one feed-forward block for each layer',
    advice: 'PS2 ML does not support mixtures of experts; use a model without them',
  },
  {
    pattern: /(?:^|\.)rope_freqs\.|rope_factors_(?:long|short)/,
    found: 'a table of scaled positions',
    expected: 'RoPE without scaling',
    advice: 'PS2 ML does not support scaled positions; use a model without them',
  },
];

const otherwise: Omit<Reason, 'pattern'> = {
  found: 'one that a Llama-style model does not have',
  expected: 'attention and feed-forward matrices, norms, embedding and classifier',
  advice: 'PS2 ML does not support this architecture; use a Llama or Mistral model',
};

/**
 * @param known whether a tensor belongs to the model or is known to be unused.
 * @throws FormatError when there are other tensors.
 */
export function checkNoOthers(
  label: string,
  names: Iterable<string>,
  known: (name: string) => boolean,
): void {
  for (const name of names) {
    if (known(name)) continue;
    const prefix = prefixOf(name, known);
    const { found, expected, advice } =
      prefix === undefined
        ? (reasons.find(({ pattern }) => pattern.test(name)) ?? otherwise)
        : wrapped(prefix);
    throw new FormatError({ label, field: `the tensor ${name}`, found, expected, advice });
  }
}

/** The layers that names may have after a prefix, and the field that states how many there are. */
export interface LayerCount {
  /** Before the layer's number, with the dot. */
  readonly prefix: string;
  readonly count: number;
  readonly field: string;
}

/** @throws FormatError when a tensor belongs to a layer beyond those that the configuration states. */
export function checkLayerNumbers(
  label: string,
  names: Iterable<string>,
  counts: readonly LayerCount[],
): void {
  for (const name of names) {
    for (const { prefix, count, field } of counts) {
      if (!name.startsWith(prefix)) continue;
      const layer = Number.parseInt(name.slice(prefix.length), 10);
      if (!(layer >= count)) continue;
      throw new FormatError({
        label,
        field: `the tensor ${name}`,
        found: `a part of layer ${layer}`,
        expected: `layers 0 to ${count - 1}, because ${field} is ${count}`,
        advice: 'the two disagree; correct the configuration, or use the one that belongs to the weights',
      });
    }
  }
}

/** What stands before the name of a tensor that the model has. */
function prefixOf(name: string, known: (name: string) => boolean): string | undefined {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    if (known(name.slice(dot + 1))) return name.slice(0, dot + 1);
  }
  return undefined;
}

function wrapped(prefix: string): Omit<Reason, 'pattern'> {
  return {
    found: `a part of a Llama-style model with the prefix ${prefix}`,
    expected: 'names without it',
    advice: 'the model is a part of a larger one; save it alone first',
  };
}
