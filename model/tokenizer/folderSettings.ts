import { JsonValue } from '../json';
import type { ReadAdjacent } from './openTokenizer';
import { statedTokens, tokensBeyond, type KnownTokens, type StatedToken } from './statedTokens';

const advice = 'correct it, or move the tokenizer to another folder';

/** Files beside a tokenizer that state something about it. */
const fileNames = [
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'generation_config.json',
  'config.json',
] as const;
const templateName = 'chat_template.jinja';

type FileName = (typeof fileNames)[number] | typeof templateName;

/** What a tokenizer's own file says of its tokens. */
export interface OwnTokens extends KnownTokens {
  readonly count: number;
  /** Whether a token has no text for the reader. */
  isSpecial(id: number): boolean;
}

/** What the other files of a folder state about its tokenizer. */
export class FolderSettings {
  private readonly config: JsonValue | undefined;
  /** transformers reads these two only where tokenizer_config.json has no added_tokens_decoder (`_from_pretrained`). */
  private readonly map: JsonValue | undefined;
  private readonly added: JsonValue | undefined;

  /**
   * @param texts the files' texts by their names.
   * @throws FormatError when one is not JSON.
   */
  constructor(private readonly texts: Partial<Readonly<Record<FileName, string>>> = {}) {
    this.config = this.json('tokenizer_config.json');
    const isWhole = this.config?.get('added_tokens_decoder').exists === true;
    this.map = isWhole ? undefined : this.json('special_tokens_map.json');
    this.added = isWhole ? undefined : this.json('added_tokens.json');
  }

  /**
   * Reads the files beside a tokenizer.
   * @param name the tokenizer's file name: the files of a whole model belong only to one with the usual name.
   * @throws FormatError when one is not JSON.
   */
  static async read(name: string, beside: ReadAdjacent): Promise<FolderSettings> {
    const ofModel = /^tokenizer\.(?:json|model)$/i.test(name);
    const names: readonly FileName[] = ofModel
      ? [...fileNames, templateName]
      : ['tokenizer_config.json', templateName];
    const texts: Partial<Record<FileName, string>> = {};
    for (const file of names) {
      const text = await beside(file);
      if (text !== undefined) texts[file] = text;
    }
    return new FolderSettings(texts);
  }

  /** A switch of tokenizer_config.json, if it is stated. */
  flag(field: 'add_bos_token' | 'add_eos_token' | 'add_prefix_space'): JsonValue | undefined {
    const stated = this.config?.get(field);
    return stated?.exists === true ? stated : undefined;
  }

  /**
   * Checks the switch `add_prefix_space`. Which of two statements holds differs between the classes of transformers:
   * GPT2TokenizerFast changes the tokenizer, LlamaTokenizer changes it only with `legacy: false`.
   * @param own whether the tokenizer itself puts a space before a text, and where it says so.
   * @throws FormatError when the two disagree.
   */
  checkPrefixSpace(own: boolean, place: string): void {
    const stated = this.flag('add_prefix_space');
    if (stated === undefined || stated.boolean() === own) return;
    throw stated.wrong(String(own), `that is what ${place} says; correct one of the two files`);
  }

  /** The chat template, if there is one. */
  get chatTemplate(): string | undefined {
    const template = this.config?.get('chat_template');
    return this.texts[templateName] ?? (template?.exists === true ? templateText(template) : undefined);
  }

  /**
   * The special token that is named in `field`, as a text.
   * @throws FormatError when two files name different tokens.
   */
  named(field: 'bos_token' | 'eos_token'): JsonValue | undefined {
    const [inConfig, inMap] = [this.config, this.map].map((file) => nameIn(file?.get(field)));
    if (inConfig === undefined || inMap === undefined) return inConfig ?? inMap;
    if (inConfig.string() !== inMap.string())
      throw inMap.wrong(
        `${JSON.stringify(inConfig.value)} as in tokenizer_config.json`,
        'the two disagree; correct the one that is wrong',
      );
    return inConfig;
  }

  /**
   * The id of the token that is named in `field`, whatever its type.
   * @throws FormatError when the tokenizer has no such token.
   */
  idOf(field: 'bos_token' | 'eos_token', own: Pick<OwnTokens, 'file' | 'idOf'>): number | undefined {
    const name = this.named(field);
    if (name === undefined) return undefined;
    const id = own.idOf(name.string());
    if (id === undefined) throw name.wrong(`a token of ${own.file}`, 'correct one of the two files');
    return id;
  }

  /** The tokens that only these files state, by id. @throws FormatError when they disagree with the tokenizer. */
  tokensBeyond(known: KnownTokens): StatedToken[] {
    const decoder = this.config?.get('added_tokens_decoder');
    const special = [this.config, this.map].flatMap((file) => (file === undefined ? [] : specialNames(file)));
    return tokensBeyond(statedTokens(decoder, this.added, new Set(special)), known);
  }

  /**
   * The tokens at which writing ends. transformers takes them from generation_config.json, and from config.json only
   * where that file is missing (`GenerationConfig.from_model_config`); several are normal, and they need not be the
   * end token of the tokenizer. The start of a prompt comes from the tokenizer alone: `bos_token_id` starts a text
   * without a prompt. `pad_token_id` only fills batches.
   * @param eos the tokenizer's end token.
   * @throws FormatError when one is no token, or a token of ordinary text.
   */
  endIds(own: OwnTokens, eos: number | undefined): number[] {
    const file = this.json('generation_config.json') ?? this.json('config.json');
    const stated = file?.get('eos_token_id');
    if (!stated?.exists) return [];
    const ids = Array.isArray(stated.value) ? stated.items() : [stated];
    return ids.flatMap((json) => {
      // Some writers store "none" as −1.
      if (json.value === -1) return [];
      const id = json.count();
      if (id >= own.count)
        throw json.wrong(`a token of ${own.file} (0 to ${own.count - 1})`, 'correct one of the two files');
      if (id !== eos && !own.isSpecial(id))
        throw json.wrong(
          eos === undefined ? 'an end token' : `${eos}, the end token of ${own.file}`,
          `token ${id} of ${own.file} is the ordinary text ${JSON.stringify(own.textOf(id) ?? '')}; correct one of the two files`,
        );
      return [id];
    });
  }

  private json(name: Exclude<FileName, typeof templateName>): JsonValue | undefined {
    const text = this.texts[name];
    return text === undefined ? undefined : JsonValue.parse(text, name, advice);
  }
}

/** The name of a token, which is stated as a text or as an object. */
function nameIn(json: JsonValue | undefined): JsonValue | undefined {
  if (json?.exists !== true) return undefined;
  const name = typeof json.value === 'string' ? json : json.get('content');
  name.string();
  return name;
}

/** The names of the special tokens that a file lists. */
function specialNames(file: JsonValue): string[] {
  return file.entries().flatMap(([key, json]) => {
    const values = key === 'additional_special_tokens' && Array.isArray(json.value) ? json.items() : [json];
    if (!/_tokens?$/.test(key)) return [];
    return values.flatMap((value) => {
      const name = typeof value.value === 'object' && value.exists ? value.get('content').value : value.value;
      return typeof name === 'string' ? [name] : [];
    });
  });
}

/** A template, or the one called "default" of several. */
function templateText(template: JsonValue): string {
  if (typeof template.value === 'string') return template.value;
  const templates = template.items();
  const chosen = templates.find((item) => item.get('name').string() === 'default') ?? templates[0];
  return chosen?.get('template').string() ?? '';
}
