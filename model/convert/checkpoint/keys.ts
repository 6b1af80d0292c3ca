import type { JsonValue } from '../../json';

/** Keys of a configuration that this reader honours or refuses by itself. */
const honoured: Readonly<Record<'transformers' | 'meta', readonly string[]>> = {
  transformers: [
    'model_type',
    'hidden_size',
    'intermediate_size',
    'num_hidden_layers',
    'num_attention_heads',
    'num_key_value_heads',
    'head_dim',
    'vocab_size',
    'max_position_embeddings',
    'rope_theta',
    'rope_scaling',
    'rope_parameters',
    'partial_rotary_factor',
    'rms_norm_eps',
    'hidden_act',
    'attention_bias',
    'mlp_bias',
    'tie_word_embeddings',
    'sliding_window',
    'layer_types',
  ],
  meta: [
    'model_type',
    'dim',
    'hidden_dim',
    'n_layers',
    'n_heads',
    'n_kv_heads',
    'vocab_size',
    'max_seq_len',
    'seq_len',
    'rope_theta',
    'rope_scaling',
    'rope_parameters',
    'norm_eps',
    'weight_tying',
    'tie_embeddings',
    'tie_word_embeddings',
    'activation',
    'hidden_act',
    'normalization',
    'position_encoding',
    'block_sharing',
    'n_unique_layers',
    'n_registers',
    'dense_former',
    'value_residual',
    'use_value_residual',
    'ternary',
    'n_loops',
    'relu_squared',
    'step_embedding',
    'feedback',
  ],
};

/**
 * Keys that do not change what a model computes for given tokens: where it comes from, how it was trained, how its
 * weights are stored, which tokens begin and end a text, how a text is sampled, and how a library runs it.
 */
const harmless: ReadonlySet<string> = new Set([
  // Origin and storage.
  '_name_or_path',
  'architectures',
  'dtype',
  'torch_dtype',
  'transformers_version',
  'transformers.js_config',
  'unsloth_version',
  'unsloth_fixed',
  'is_llama_config',
  'total_parameters',
  'name',
  'description',
  'license',
  // Training.
  'dropout',
  'attention_dropout',
  'hidden_dropout',
  'resid_pdrop',
  'embd_pdrop',
  'attn_pdrop',
  'classifier_dropout',
  'initializer_range',
  'gradient_checkpointing',
  'n_predict',
  'max_batch_size',
  // The hidden width follows from it where none is stated; the weights have it.
  'multiple_of',
  'ffn_dim_multiplier',
  // Tokens.
  'bos_token_id',
  'eos_token_id',
  'pad_token_id',
  'unk_token_id',
  'sep_token_id',
  'cls_token_id',
  'mask_token_id',
  'decoder_start_token_id',
  'forced_bos_token_id',
  'forced_eos_token_id',
  'tokenizer_class',
  'chat_format',
  'chat_template',
  'prefix',
  // Tasks other than writing.
  'finetuning_task',
  'id2label',
  'label2id',
  'num_labels',
  'problem_type',
  'task_specific_params',
  // How a library runs it.
  'use_cache',
  'attn_implementation',
  '_attn_implementation',
  '_attn_implementation_autoset',
  '_flash_attn_2_enabled',
  'pretraining_tp',
  'output_attentions',
  'output_hidden_states',
  'output_scores',
  'return_dict',
  'return_dict_in_generate',
  'torchscript',
  'use_bfloat16',
  'use_return_dict',
  'chunk_size_feed_forward',
  'tf_legacy_loss',
  'is_decoder',
  'flash',
  // Sampling.
  'max_length',
  'max_new_tokens',
  'min_length',
  'do_sample',
  'early_stopping',
  'num_beams',
  'num_beam_groups',
  'num_return_sequences',
  'diversity_penalty',
  'temperature',
  'top_k',
  'top_p',
  'typical_p',
  'repetition_penalty',
  'length_penalty',
  'no_repeat_ngram_size',
  'encoder_no_repeat_ngram_size',
  'exponential_decay_length_penalty',
  'bad_words_ids',
  'suppress_tokens',
  'begin_suppress_tokens',
  'remove_invalid_values',
]);

/** What a switch holds that is not used. */
export function isOff({ value }: JsonValue): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return [undefined, null, false, 0, '', 'none', 'default'].some((off) => off === value);
}

/**
 * Every key is honoured, known to be harmless, or off.
 * @throws FormatError for another, which may change what the model computes.
 */
export function checkKeys(json: JsonValue, family: 'transformers' | 'meta'): void {
  for (const [key, value] of json.entries()) {
    if (honoured[family].includes(key) || harmless.has(key) || isOff(value)) continue;
    throw value.wrong(
      'absent, null or false',
      'PS2 ML does not know this key, and it may change what the model computes; remove it if it does not, else use a model without it',
    );
  }
}
