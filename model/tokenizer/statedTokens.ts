import { JsonValue } from '../json';

/** A token that a file beside the tokenizer states by id, with the rest of its description. */
export interface StatedToken {
  readonly id: number;
  readonly content: string;
  readonly json: JsonValue;
  /** Where its text is stated, for messages. */
  readonly name: JsonValue;
}

/** The tokens of the file that the statements are for. */
export interface KnownTokens {
  /** The name of the file, for messages. */
  readonly file: string;
  textOf(id: number): string | undefined;
  idOf(text: string): number | undefined;
}

/**
 * The tokens in `added_tokens_decoder` of a `tokenizer_config.json`, or in an `added_tokens.json`, which older versions
 * of transformers write.
 * @param special the texts of special tokens, for `added_tokens.json`, which does not say it.
 * @throws FormatError when one has no id.
 */
export function statedTokens(
  decoder: JsonValue | undefined,
  added: JsonValue | undefined,
  special: ReadonlySet<string>,
): StatedToken[] {
  if (decoder?.exists === true) {
    return decoder.entries().map(([key, json]) => {
      if (!/^\d{1,9}$/.test(key)) throw json.wrong('a token under its id');
      const name = json.get('content');
      return { id: Number(key), content: name.string(), json, name };
    });
  }
  return (added?.entries() ?? []).map(([content, json]) => {
    const isSpecial = special.has(content);
    const value = { content, special: isSpecial, normalized: !isSpecial };
    return { id: json.count(), content, json: new JsonValue(value, json.label, json.path, ''), name: json };
  });
}

/**
 * Of these tokens those that the tokenizer's file does not have, by id.
 * @throws FormatError when the two files give an id to different tokens, or a token different ids.
 */
export function tokensBeyond(stated: readonly StatedToken[], known: KnownTokens): StatedToken[] {
  const beyond = stated.filter(({ id, content, name }) => {
    const text = known.textOf(id);
    const other = known.idOf(content);
    if (text === content) return false;
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
    return true;
  });
  return beyond.sort((a, b) => a.id - b.id);
}
