import type { JsonValue } from '../json';

/** A token that `tokenizer_config.json` states by id, with the rest of its description. */
export interface StatedToken {
  readonly id: number;
  readonly content: string;
  readonly json: JsonValue;
}

/** The tokens of the file that the configuration is for. */
export interface KnownTokens {
  /** The name of the file, for messages. */
  readonly file: string;
  textOf(id: number): string | undefined;
  idOf(text: string): number | undefined;
}

/**
 * The tokens in `added_tokens_decoder` of a `tokenizer_config.json` that the tokenizer's file does not have, by id.
 * @throws FormatError when the two files give an id to different tokens, or a token different ids.
 */
export function tokensBeyond(config: JsonValue | undefined, known: KnownTokens): StatedToken[] {
  const stated = config?.get('added_tokens_decoder');
  if (!stated?.exists) return [];
  const beyond: StatedToken[] = [];
  for (const [key, json] of stated.entries()) {
    const id = /^\d{1,9}$/.test(key) ? Number(key) : undefined;
    if (id === undefined) throw json.wrong('a token under its id');
    const name = json.get('content');
    const content = name.string();
    const text = known.textOf(id);
    const other = known.idOf(content);
    if (text === content) continue;
    if (text !== undefined)
      throw name.wrong(
        JSON.stringify(text),
        `that is token ${id} of ${known.file}; correct one of the two files`,
      );
    if (other !== undefined)
      throw name.wrong(
        `another token`,
        `in ${known.file} it is token ${other}, not ${id}; correct one of the two files`,
      );
    beyond.push({ id, content, json });
  }
  return beyond.sort((a, b) => a.id - b.id);
}
