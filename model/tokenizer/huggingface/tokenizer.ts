import { JsonValue } from '../../json';
import type { ChatFormat } from '../chat';
import { FolderSettings, type OwnTokens } from '../folderSettings';
import type { Tokenizer } from '../tokenizer';
import { withinLimits, Work, WorkError } from '../work';
import { AddedTokenSplitter, readAddedToken, readAddedTokens, type AddedToken } from './addedTokens';
import { encodeWord, readBytePairModel, type BytePairModel } from './bytePairModel';
import { readDecoder, type DecoderStep } from './decoder';
import { readNormaliser, type Normaliser } from './normaliser';
import { byteLevelSpace, readPreTokeniser, type PreTokeniser } from './preTokeniser';
import { readFrame, frameOf, defaultEndToken, type Frame } from './settings';

const advice = 'not a Hugging Face tokenizer.json, or damaged';

/** A Hugging Face `tokenizer.json` with a BPE model: encodes and decodes as the tokenizers library does. */
export class HuggingFaceTokenizer implements Tokenizer {
  readonly vocabSize: number;
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  readonly ends: readonly number[];
  readonly chat?: ChatFormat;
  readonly model: BytePairModel;
  readonly added: readonly AddedToken[];
  private readonly frame: Frame;
  private readonly normaliser: Normaliser;
  private readonly preTokeniser: PreTokeniser;
  private readonly decoder: readonly DecoderStep[];
  private readonly rawSplitter: AddedTokenSplitter;
  private readonly normalisedSplitter: AddedTokenSplitter;
  private readonly tokens = new Map<number, string>();
  private readonly special: ReadonlySet<number>;
  private readonly words = new Map<string, readonly number[]>();

  /**
   * @param settings what the other files of its folder state.
   * @throws FormatError when it is damaged, has unknown parts, or disagrees with the settings.
   */
  constructor(
    text: string,
    private readonly label: string,
    settings = new FolderSettings(),
  ) {
    const json = JsonValue.parse(text, label, advice);
    this.model = readBytePairModel(json.get('model'));
    this.added = this.withStated(readAddedTokens(json.get('added_tokens')), settings);
    this.normaliser = readNormaliser(json.get('normalizer'));
    this.preTokeniser = readPreTokeniser(json.get('pre_tokenizer'));
    const space = byteLevelSpace(json.get('pre_tokenizer'));
    if (space !== undefined) settings.checkPrefixSpace(space, `pre_tokenizer of ${label}`);
    this.decoder = readDecoder(json.get('decoder'));
    const stated = readFrame(json.get('post_processor'));
    this.rawSplitter = new AddedTokenSplitter(
      this.added.filter(({ normalised }) => !normalised),
      (content) => content,
    );
    this.normalisedSplitter = new AddedTokenSplitter(
      this.added.filter(({ normalised }) => normalised),
      (content) => this.writtenForm(content, json),
    );
    for (const [token, id] of this.model.ids) this.tokens.set(id, token);
    for (const { id, content } of this.added) this.tokens.set(id, content);
    this.special = new Set(this.added.filter(({ special }) => special).map(({ id }) => id));
    this.vocabSize = [...this.tokens.keys()].reduce((most, id) => Math.max(most, id + 1), 0);

    this.bos = this.startOf(stated, settings);
    this.eos = settings.idOf('eos_token', this.own) ?? defaultEndToken(this.added);
    this.ends = settings.endIds(this.own, this.eos);
    this.frame = frameOf(stated, settings, this);
    const template = settings.chatTemplate;
    if (template !== undefined) this.chat = this.chatOf(template);
    this.checkDecoder(json.get('decoder'));
  }

  /** Decodes every token once, so that none fails in a run. @throws FormatError when one takes too much work. */
  private checkDecoder(json: JsonValue): void {
    if (!this.decoder.some(({ mayExceed }) => mayExceed === true)) return;
    for (const [id, token] of this.tokens) {
      const bytes = withinLimits(() => [this.bytesOf(id), this.bytesOf(id, this.bos)]);
      if (bytes instanceof WorkError)
        throw json.wrong(
          'decoders within the limits',
          `token ${id}, ${JSON.stringify(token.slice(0, 40))}, takes too much work to decode; correct the decoder`,
        );
    }
  }

  /** The added tokens, and those that only the configuration states. @throws FormatError when the two disagree. */
  private withStated(added: readonly AddedToken[], settings: FolderSettings): readonly AddedToken[] {
    const texts = new Map([...this.model.ids].map(([text, id]) => [id, text]));
    for (const { id, content } of added) texts.set(id, content);
    const ids = new Map([...texts].map(([id, text]) => [text, id]));
    const beyond = settings.tokensBeyond({
      file: this.label,
      textOf: (id) => texts.get(id),
      idOf: (text) => ids.get(text),
    });
    return [...added, ...beyond.map(({ id, json }) => readAddedToken(json, id))];
  }

  /** What this file says of its tokens, for statements elsewhere. */
  private get own(): OwnTokens {
    return {
      file: this.label,
      count: this.vocabSize,
      textOf: (id) => this.tokens.get(id),
      idOf: (text) => this.added.find(({ content }) => content === text)?.id ?? this.model.ids.get(text),
      isSpecial: (id) => this.added.some((token) => token.id === id),
    };
  }

  /** The start token. @throws FormatError when the post-processor adds another one than is named. */
  private startOf(frame: Frame | undefined, settings: FolderSettings): number | undefined {
    const name = settings.named('bos_token');
    const named = settings.idOf('bos_token', this.own);
    const added = frame?.before[0];
    if (name !== undefined && added !== undefined && named !== added)
      throw name.wrong(
        JSON.stringify(this.tokens.get(added) ?? added),
        `post_processor of ${this.label} adds token ${added} before a text; correct one of the two files`,
      );
    return added ?? named;
  }

  /** An added token as it is in a normalised text. @throws FormatError when that takes too much work. */
  private writtenForm(content: string, json: JsonValue): string {
    try {
      return this.normaliser(content, new Work(content.length));
    } catch (error) {
      if (!(error instanceof WorkError)) throw error;
      throw json.get('normalizer').wrong('normalizers that end', error.message);
    }
  }

  /** The vocabulary's entry for `id`. */
  tokenOf(id: number): string | undefined {
    return this.tokens.get(id);
  }

  isSpecial(id: number): boolean {
    return this.special.has(id);
  }

  encodePrompt(text: string): number[] {
    return [...this.frame.before, ...this.encode(text), ...this.frame.after];
  }

  encode(text: string): number[] {
    const ids: number[] = [];
    const work = new Work(text.length);
    for (const part of this.rawSplitter.split(text, true, work)) {
      if ('id' in part) ids.push(part.id);
      else for (const id of this.encodeText(part.text, part.isFirst, work)) ids.push(id);
    }
    return ids;
  }

  bytesOf(id: number, previous?: number): Uint8Array {
    const encoder = new TextEncoder();
    let token = this.special.has(id) ? '' : (this.tokens.get(id) ?? '');
    const isFirst = previous !== undefined && previous === this.bos;
    for (const { single } of this.decoder) {
      const result = single(token, isFirst);
      if (typeof result !== 'string') return result;
      token = result;
    }
    return encoder.encode(token);
  }

  /** Special tokens have no text. A text that takes too much work as a whole is decoded token by token, as a run does. */
  decode(ids: readonly number[]): string {
    const tokens = ids.flatMap((id) => (this.special.has(id) ? [] : (this.tokens.get(id) ?? [])));
    const text = withinLimits(() =>
      this.decoder.reduce<readonly string[]>((now, { chain }) => chain(now), tokens).join(''),
    );
    if (!(text instanceof WorkError)) return text;
    const bytes = ids.flatMap((id, i) => [...this.bytesOf(id, i === 0 ? this.bos : ids[i - 1])]);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  }

  private chatOf(template: string): ChatFormat {
    const textOf = (id: number | undefined): string | undefined =>
      id === undefined ? undefined : this.tokens.get(id);
    const [bosToken, eosToken] = [textOf(this.bos), textOf(this.eos)];
    return {
      template,
      ...(bosToken !== undefined && { bosToken }),
      ...(eosToken !== undefined && { eosToken }),
      // Whether a token is marked as special or not, the template writes it as text.
      specials: new Map(this.added.map(({ content, id }) => [content, id] as const)),
      encode: (text) => this.encode(text),
    };
  }

  private encodeText(text: string, isFirst: boolean, work: Work): number[] {
    const ids: number[] = [];
    for (const part of this.normalisedSplitter.split(this.normaliser(text, work), isFirst, work)) {
      if ('id' in part) {
        ids.push(part.id);
        continue;
      }
      for (const word of this.preTokeniser(part, work))
        for (const id of this.idsOfWord(word.text)) ids.push(id);
    }
    return ids;
  }

  private idsOfWord(word: string): readonly number[] {
    const known = this.words.get(word);
    if (known !== undefined) return known;
    const ids = encodeWord(word, this.model);
    if (this.words.size < 10_000) this.words.set(word, ids);
    return ids;
  }
}
