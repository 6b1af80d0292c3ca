import { JsonValue } from '../../json';
import { readChatTemplate } from '../huggingface/settings';
import { tokensBeyond } from '../statedTokens';
import { pieceTypes, type SentencePiece, type SentencePieceModel } from './modelFile';
import { SentencePieceTokenizer } from './tokenizer';

/**
 * A SentencePiece model with what the `tokenizer_config.json` next to it states: whether start and end tokens are added,
 * the chat template, and tokens after the last piece.
 * @param label the name of the model's file.
 * @param config the text of its `tokenizer_config.json`, if there is one.
 * @param chatTemplate the text of its `chat_template.jinja`, if there is one.
 * @throws FormatError when the configuration is damaged or disagrees with the model.
 */
export function configuredTokenizer(
  model: SentencePieceModel,
  label: string,
  config: string | undefined,
  chatTemplate: string | undefined,
): SentencePieceTokenizer {
  const json =
    config === undefined
      ? undefined
      : JsonValue.parse(
          config,
          'tokenizer_config.json',
          'correct it, or move the tokenizer to another folder',
        );
  const flag = (field: string): boolean | undefined => {
    const stated = json?.get(field);
    return stated?.exists === true ? stated.boolean() : undefined;
  };
  const [addBos, addEos] = [flag('add_bos_token'), flag('add_eos_token')];
  const template = chatTemplate ?? readChatTemplate(json);
  const pieces = [...model.pieces, ...addedPieces(model.pieces, label, json)];
  return new SentencePieceTokenizer(
    { ...model, pieces },
    {
      ...(addBos !== undefined && { addBos }),
      ...(addEos !== undefined && { addEos }),
      ...(template !== undefined && { chatTemplate: template }),
    },
  );
}

/** The tokens that the configuration adds after the last piece. */
function addedPieces(
  pieces: readonly SentencePiece[],
  label: string,
  config: JsonValue | undefined,
): SentencePiece[] {
  const ids = new Map(pieces.map(({ text }, id) => [text, id]));
  const beyond = tokensBeyond(config, {
    file: label,
    textOf: (id) => pieces[id]?.text,
    idOf: (text) => ids.get(text),
  });
  return beyond.map(({ id, content, json }, i) => {
    if (id !== pieces.length + i)
      throw json.wrong(
        `token ${pieces.length + i}`,
        `the tokens after those of ${label} have gaps; correct their ids`,
      );
    const isSpecial = json.get('special').boolean(false);
    return { text: content, score: 0, type: isSpecial ? pieceTypes.control : pieceTypes.userDefined };
  });
}
