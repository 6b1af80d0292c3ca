import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Tokenizer as Library } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { tinyModel } from '../../../model/convert/tiny';
import { FormatError } from '../../../model/formatError';
import { openAnyTokenizerFile, openTokenizerBeside } from '../../../model/node/tokenizerFile';
import { chatEnds, encodeChat } from '../../../model/tokenizer/chat';
import { exportTokenizerBin } from '../../../model/tokenizer/exportBin';
import { byteCharacters, toByteLevel } from '../../../model/tokenizer/huggingface/byteLevel';
import { FolderSettings } from '../../../model/tokenizer/folderSettings';
import { HuggingFaceTokenizer } from '../../../model/tokenizer/huggingface/tokenizer';
import { openTokenizer } from '../../../model/tokenizer/openTokenizer';
import { openTokenizerBin } from '../../../model/tokenizer/tokenizerBin';
import { trainBytePairs } from '../../support/trainedTokenizer';

const corpus =
  "Once upon a time there was a little girl named Lily. She'll say: it's 1234 o'clock! über naïve 日本 the they're";
const bytes = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);

/** [content, special, others] */
function added(tokens: readonly string[], from: number, special = true): object[] {
  const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  return tokens.map((content, i) => ({ id: from + i, content, special, ...plain }));
}

const byteLevel = trainBytePairs(
  corpus.split(/(?= )/).map(toByteLevel),
  ['<|endoftext|>', '<|im_start|>', '<|im_end|>', ...byteCharacters],
  120,
);
const spaced = trainBytePairs(
  corpus.split(' ').map((word) => `▁${word}`),
  ['<unk>', '<s>', '</s>', ...bytes],
  120,
);
const llama3Pattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

const endOfText = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
const bpe = { type: 'BPE', dropout: null, unk_token: null, fuse_unk: false, byte_fallback: false };

/** Tokenizers as the models of these names have them, with small vocabularies. */
const kinds: Readonly<Record<string, Record<string, unknown>>> = {
  SmolLM: {
    added_tokens: added(endOfText, 0),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Digits', individual_digits: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { ...bpe, ...byteLevel, merges: byteLevel.merges.map((pair) => pair.join(' ')) },
  },
  'Llama 3': {
    added_tokens: added(endOfText, 0),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: llama3Pattern }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: {
      type: 'Sequence',
      processors: [
        { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true },
        {
          type: 'TemplateProcessing',
          single: [
            { SpecialToken: { id: '<|endoftext|>', type_id: 0 } },
            { Sequence: { id: 'A', type_id: 0 } },
          ],
          pair: [],
          special_tokens: { '<|endoftext|>': { id: '<|endoftext|>', ids: [0], tokens: ['<|endoftext|>'] } },
        },
      ],
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { ...bpe, ...byteLevel, ignore_merges: true },
  },
  'Llama 2': {
    added_tokens: added(['<unk>', '<s>', '</s>'], 0),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: '▁' },
        { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
      ],
    },
    pre_tokenizer: null,
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
      pair: [],
      special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
    },
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        { type: 'Strip', content: ' ', start: 1, stop: 0 },
      ],
    },
    model: { ...bpe, ...spaced, unk_token: '<unk>', fuse_unk: true, byte_fallback: true },
  },
  Mistral: {
    added_tokens: added(['<unk>', '<s>', '</s>'], 0),
    normalizer: null,
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: false },
    post_processor: null,
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        { type: 'Strip', content: ' ', start: 1, stop: 0 },
      ],
    },
    model: {
      ...bpe,
      ...spaced,
      unk_token: '<unk>',
      fuse_unk: true,
      byte_fallback: true,
      ignore_merges: false,
    },
  },
};

const fragment = fc.oneof(
  fc.constantFrom(
    ...corpus.split(' '),
    ' ',
    '  ',
    '\n',
    ' \n\n',
    "'S",
    "'ll",
    '12',
    '３',
    'é',
    '🙂',
    '日',
    '\t',
    '…',
  ),
  fc.constantFrom('<|im_start|>', '<|im_end|>', '<s>', '</s>', '<unk>'),
  fc.string({ maxLength: 4 }),
);
const text = fc
  .array(fragment, { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''))
  .filter((value) => value !== '');

function source(json: object): MemorySource {
  return new MemorySource(new TextEncoder().encode(JSON.stringify(json)));
}

const chatMl =
  "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\\nYou help.<|im_end|>\\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

describe('Hugging Face tokenizer', () => {
  for (const [name, json] of Object.entries(kinds)) {
    it(`of ${name} encodes and decodes as the library does`, async () => {
      const library = new Library(json, {});
      const tokenizer = await openTokenizer(source(json), 'tokenizer.json');
      let longest = 0;
      fc.assert(
        fc.property(text, (value) => {
          const ids = library.encode(value, { add_special_tokens: false }).ids;
          longest = Math.max(longest, ids.length);
          assert.deepEqual(tokenizer.encode(value), ids, JSON.stringify(value));
          assert.deepEqual(tokenizer.encodePrompt(value), library.encode(value).ids);
          const decoded = library.decode(ids, {
            skip_special_tokens: true,
            clean_up_tokenization_spaces: false,
          });
          assert.equal(tokenizer.decode(ids), decoded);
        }),
        { numRuns: 2500 },
      );
      assert.ok(longest > 10);
      assert.equal(tokenizer.vocabSize, Object.keys((json['model'] as { vocab: object }).vocab).length);
    });
  }

  it('gives the bytes of each token, in parts of characters too', async () => {
    const smol = await openTokenizer(source(kinds['SmolLM'] ?? {}), 'tokenizer.json');
    const llama = await openTokenizer(source(kinds['Llama 2'] ?? {}), 'tokenizer.json');
    for (const tokenizer of [smol, llama]) {
      const ids = tokenizer.encode('a 🙂 日x');
      const all = ids.flatMap((id, i) => [...tokenizer.bytesOf(id, i === 0 ? tokenizer.bos : ids[i - 1])]);
      assert.equal(new TextDecoder().decode(Uint8Array.from(all)), 'a 🙂 日x');
      assert.equal(tokenizer.bytesOf(0).length, 0);
      assert.equal(tokenizer.bytesOf(99_999).length, 0);
    }
    assert.equal(llama.bos, 1);
    assert.equal(llama.eos, 2);
    assert.equal(smol.bos, undefined);
    // Each byte that belongs to no character.
    assert.equal(llama.decode([3 + 0xf0, 3 + 0x9f, 5 + 256]).slice(0, 2), '\uFFFD\uFFFD');
  });

  const withParts = (parts: Readonly<Record<string, unknown>>): HuggingFaceTokenizer => {
    const json = { ...structuredClone(kinds['SmolLM'] ?? {}), ...parts };
    return new HuggingFaceTokenizer(JSON.stringify(json), 'tokenizer.json');
  };

  it('limits the work of patterns and normalizers', () => {
    const growing = { type: 'Replace', pattern: { String: 'a' }, content: 'a'.repeat(100) };
    const normalizer = { type: 'Sequence', normalizers: Array.from({ length: 7 }, () => growing) };
    assert.throws(
      () => withParts({ normalizer, added_tokens: [] }).encode('a'),
      /into more than 1,000,064 characters\./,
    );
    const replace = { type: 'Replace', pattern: { Regex: '(?:a+)+b' }, content: 'b' };
    const long = { id: 900, content: 'a'.repeat(40), special: false, normalized: false };
    assert.throws(
      () => withParts({ decoder: replace, added_tokens: [long] }),
      /decoder is \{.*expected decoders within the limits: token 900, "a{40}", takes too much work to decode/,
    );
    // Each token is short, but not the text that Fuse makes of them.
    const fused = withParts({
      decoder: { type: 'Sequence', decoders: [{ type: 'Fuse' }, replace] },
      added_tokens: [],
    });
    assert.equal(fused.decode(fused.encode('a'.repeat(400))), 'a'.repeat(400));
    const split = { type: 'Split', pattern: { Regex: '(?:a+)+b' }, behavior: 'Isolated' };
    const slow = withParts({ pre_tokenizer: split });
    assert.throws(() => slow.encode('a'.repeat(40)), /takes too many steps for this text\./);
    assert.deepEqual(slow.decode(slow.encode('aab')), 'aab');
    const unknown = { type: 'Split', pattern: { Regex: '(?<!a' }, behavior: 'Isolated' };
    assert.throws(
      () => withParts({ pre_tokenizer: unknown }),
      /pre_tokenizer\.pattern\.Regex is "\(\?<!a", expected a pattern/,
    );
  });

  it('adds the tokens that its configuration states, and refuses two that disagree', () => {
    const json = JSON.stringify(kinds['Llama 2']);
    const open = (config: object, text = json): HuggingFaceTokenizer =>
      new HuggingFaceTokenizer(
        text,
        'tokenizer.json',
        new FolderSettings({ 'tokenizer_config.json': JSON.stringify(config) }),
      );
    const names = { bos_token: '<s>', eos_token: '</s>' };
    assert.equal(open({ ...names, add_bos_token: true }).encodePrompt('a')[0], 1);
    assert.throws(
      () => open({ ...names, add_bos_token: false }),
      /tokenizer_config\.json: add_bos_token is false, expected true: post_processor of tokenizer\.json adds token 1/,
    );
    const silent = JSON.stringify({ ...kinds['Llama 2'], post_processor: null });
    const plain = open(names, silent).encodePrompt('a');
    assert.deepEqual(open({ ...names, add_bos_token: true }, silent).encodePrompt('a'), [1, ...plain]);
    assert.deepEqual(open({ ...names, add_eos_token: true }, silent).encodePrompt('a'), [...plain, 2]);
  });

  it('normalises each character as the library does', () => {
    const encoded = (type: string, text: string): number[] =>
      withParts({ normalizer: { type } }).encode(text);
    const plain = (text: string): number[] => withParts({ normalizer: null }).encode(text);
    assert.deepEqual(encoded('Lowercase', 'ΟΔΟΣ İ'), plain('οδοσ i\u0307'));
    assert.deepEqual(encoded('StripAccents', 'e\u0301 \u0903a'), plain('e a'));
    assert.deepEqual(encoded('Nmt', 'a\u200bb\u0001\n'), plain('a b '));
    assert.deepEqual(encoded('NFKC', '\ufb01²'), plain('fi2'));
  });

  it('finds added tokens with what they take along', () => {
    const json = structuredClone(kinds['SmolLM'] ?? {});
    const token = {
      content: 'Mask',
      special: false,
      normalized: true,
      single_word: true,
      lstrip: true,
      rstrip: true,
    };
    json['added_tokens'] = [...(json['added_tokens'] as object[]), { ...token, id: 900 }];
    const tokenizer = new HuggingFaceTokenizer(JSON.stringify(json), 'tokenizer.json');
    const [a] = tokenizer.encode('a');
    assert.deepEqual(tokenizer.encode('a Mask a'), [a, 900, a]);
    assert.deepEqual(tokenizer.encode('Mask'), [900]);
    assert.ok(!tokenizer.encode('aMask Masks').includes(900));
    assert.equal(tokenizer.decode([900]), 'Mask');
    assert.equal(tokenizer.vocabSize, 901);
  });

  it('writes conversations by the chat template of the model', () => {
    const open = (template: unknown): HuggingFaceTokenizer => {
      const config = {
        eos_token: { content: '<|im_end|>' },
        bos_token: '<|im_start|>',
        chat_template: template,
      };
      return new HuggingFaceTokenizer(
        JSON.stringify(kinds['SmolLM']),
        'tokenizer.json',
        new FolderSettings({ 'tokenizer_config.json': JSON.stringify(config) }),
      );
    };
    const library = new Library(kinds['SmolLM'] ?? {}, {});
    const messages = [{ role: 'user', content: 'a time' }];
    const says = (template: unknown, text: string, ends: readonly number[]): void => {
      const tokenizer = open(template);
      assert.deepEqual([tokenizer.bos, tokenizer.eos], [1, 2]);
      assert.deepEqual(encodeChat(tokenizer, messages), library.encode(text).ids);
      assert.deepEqual(chatEnds(tokenizer, messages), ends);
    };
    const asked = '<|im_start|>user\na time<|im_end|>\n';
    says(chatMl, `<|im_start|>system\nYou help.<|im_end|>\n${asked}<|im_start|>assistant\n`, [2]);
    says(
      [{ name: 'default', template: chatMl }],
      `<|im_start|>system\nYou help.<|im_end|>\n${asked}<|im_start|>assistant\n`,
      [2],
    );
    // Newlines as they are, members by a dot, blocks that trim.
    const qwen =
      "{%- for message in messages %}\n{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}\n{%- endfor %}";
    says(qwen, asked, [2]);
    // A conversation in another way, with the tokens that the configuration names; it ends with another token.
    const brackets =
      "{% for m in messages %}{% if m.role == 'user' %}{{ bos_token + '[INST] ' + m.content + ' [/INST]' }}{% else %}{{ m.content + '<|endoftext|>' }}{% endif %}{% endfor %}";
    says(brackets, '<|im_start|>[INST] a time [/INST]', [0, 2]);
    const strict = open("{{ raise_exception('Only the user may speak.') }}");
    assert.throws(() => encodeChat(strict, messages), /The chat template failed: Only the user may speak/);
    assert.throws(() => encodeChat(open('{% for %}'), messages), /The chat template failed/);
    assert.throws(() => encodeChat(open(null), []), /has no chat template\. Use a prompt without chat/);
    // A template that demands a system message works for the conversation that has one.
    const turn = "'<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n'";
    const turns = `{% for m in messages %}{{ ${turn} }}{% endfor %}`;
    // The turns after the system message alternate, as many templates demand.
    const alternates = `{% for m in messages[1:] %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}{{ ${turn} }}{% endfor %}`;
    const demands =
      "{% if messages[0].role != 'system' %}{{ raise_exception('The first message must be the system\\'s') }}{% endif %}";
    for (const template of [demands + turns, demands + alternates]) {
      const told = [{ role: 'system', content: 'You help.' }, ...messages];
      const tokenizer = open(template);
      assert.ok(encodeChat(tokenizer, told).length > 0);
      assert.deepEqual(chatEnds(tokenizer, told), [2]);
    }
    assert.throws(
      () => chatEnds(open(demands + turns), messages),
      /failed: The first message must be the system's/,
    );
  });

  it('is read with the configuration beside it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-hf-'));
    try {
      const file = path.join(folder, 'tokenizer.json');
      await writeFile(file, JSON.stringify(kinds['SmolLM']));
      assert.equal((await openAnyTokenizerFile(file)).chat, undefined);
      await writeFile(path.join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template: chatMl }));
      assert.equal((await openAnyTokenizerFile(file)).chat?.template, chatMl);
      await writeFile(path.join(folder, 'chat_template.jinja'), '{{ bos_token }}');
      assert.equal((await openAnyTokenizerFile(file)).chat?.template, '{{ bos_token }}');
      const { config } = tinyModel({ vocabSize: (await openAnyTokenizerFile(file)).vocabSize });
      // The folder is the model, as with checkpoints in safetensors.
      const beside = await openTokenizerBeside(folder, { label: 'm', config });
      assert.equal(beside.found?.name, 'tokenizer.json');
      assert.equal(beside.found.tokenizer.chat?.template, '{{ bos_token }}');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has the added tokens of its configuration, which must agree with it', () => {
    const open = (stated: Readonly<Record<string, string>>): HuggingFaceTokenizer => {
      const decoder = Object.fromEntries(
        Object.entries(stated).map(([id, content]) => [id, { content, special: true, normalized: false }]),
      );
      const config = JSON.stringify({ added_tokens_decoder: decoder });
      return new HuggingFaceTokenizer(
        JSON.stringify(kinds['SmolLM']),
        'tokenizer.json',
        new FolderSettings({ 'tokenizer_config.json': config }),
      );
    };
    const plain = new HuggingFaceTokenizer(JSON.stringify(kinds['SmolLM']), 'tokenizer.json');
    const end = plain.vocabSize;
    const same = open({ '1': '<|im_start|>', '2': '<|im_end|>' });
    assert.deepEqual([same.added, same.vocabSize], [plain.added, end]);
    const more = open({ [String(end)]: '<|pad|>' });
    assert.equal(more.vocabSize, end + 1);
    assert.deepEqual(more.encode('<|pad|>'), [end]);
    assert.throws(
      () => open({ '1': '<|im_end|>' }),
      /tokenizer_config\.json: added_tokens_decoder\.1\.content is "<\|im_end\|>", expected "<\|im_start\|>": that is token 1 of tokenizer\.json; correct one of the two files/,
    );
    assert.throws(
      () => open({ [String(end)]: '<|im_end|>' }),
      /expected another token: in tokenizer\.json it is token 2, not \d+; correct one of the two files/,
    );
  });

  it('becomes a llama2.c file that decodes alike', async () => {
    for (const json of Object.values(kinds)) {
      const tokenizer = await openTokenizer(source(json), 'tokenizer.json');
      const { bytes: exported, losses } = exportTokenizerBin(tokenizer);
      assert.ok(losses.length > 0);
      const read = await openTokenizerBin(new MemorySource(exported), 't.bin');
      assert.equal(read.vocabSize, tokenizer.vocabSize);
      for (let id = 3; id < read.vocabSize; id++) {
        assert.deepEqual([...read.bytesOf(id)], [...tokenizer.bytesOf(id)], String(id));
      }
    }
  });

  it('says what it cannot read', async () => {
    const llama = kinds['Llama 2'] ?? {};
    for (const [json, pattern] of [
      [
        { ...llama, model: { type: 'Unigram' } },
        /^FormatError: t\.json: model\.type is "Unigram", expected BPE: /,
      ],
      [
        { ...llama, normalizer: { type: 'Precompiled' } },
        /normalizer\.type is "Precompiled", expected Sequence, Prepend/,
      ],
      [{ ...llama, pre_tokenizer: { type: 'Whitespace' } }, /pre_tokenizer\.type is "Whitespace"/],
      [{ ...llama, decoder: { type: 'WordPiece' } }, /decoder\.type is "WordPiece"/],
      [{ ...llama, post_processor: { type: 'BertProcessing' } }, /post_processor\.type is "BertProcessing"/],
      [
        { ...llama, model: { ...bpe, vocab: { a: 0 }, merges: ['a b'] } },
        /model\.merges\.0 is "a b", expected two/,
      ],
      [
        { ...llama, model: { ...bpe, vocab: { a: -1 }, merges: [] } },
        /model\.vocab\.a is -1, expected an integer/,
      ],
      [{ ...llama, model: { ...bpe, vocab: [], merges: [] } }, /model\.vocab is \[\], expected an object/],
    ] as const) {
      await assert.rejects(openTokenizer(source(json), 't.json'), pattern);
    }
    const cut = new TextEncoder().encode(JSON.stringify(llama)).subarray(0, 500);
    await assert.rejects(openTokenizer(new MemorySource(cut), 't.json'), FormatError);
  });
});
