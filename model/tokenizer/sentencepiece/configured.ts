import type { FolderSettings } from '../folderSettings';
import { pieceTypes, type SentencePiece, type SentencePieceModel } from './modelFile';
import { SentencePieceTokenizer } from './tokenizer';

/**
 * A SentencePiece model with what the other files of its folder state: start and end tokens and whether they are added,
 * the chat template, and tokens after the last piece. The names of tokenizer_config.json go before those of the model,
 * as in transformers (`LlamaTokenizer`) and in llama.cpp (`SpecialVocab` in gguf-py).
 * @param label the name of the model's file.
 * @throws FormatError when a statement is damaged or disagrees with the model.
 */
export function configuredTokenizer(
  model: SentencePieceModel,
  label: string,
  settings: FolderSettings,
): SentencePieceTokenizer {
  const [addBos, addEos] = [settings.flag('add_bos_token'), settings.flag('add_eos_token')];
  settings.checkPrefixSpace(model.addDummyPrefix, `add_dummy_prefix of ${label}`);
  const template = settings.chatTemplate;
  const pieces = [...model.pieces, ...addedPieces(model.pieces, label, settings)];
  const ids = new Map([...pieces.entries()].reverse().map(([id, { text }]) => [text, id]));
  const own = {
    file: label,
    count: pieces.length,
    textOf: (id: number) => pieces[id]?.text,
    idOf: (text: string) => ids.get(text),
    isSpecial: (id: number) =>
      ([pieceTypes.control, pieceTypes.userDefined] as readonly number[]).includes(pieces[id]?.type ?? 0),
  };
  const bos = settings.idOf('bos_token', own) ?? model.bos;
  const eos = settings.idOf('eos_token', own) ?? model.eos;
  return new SentencePieceTokenizer(
    { ...model, pieces, bos, eos },
    {
      ...(addBos !== undefined && { addBos: addBos.boolean() }),
      ...(addEos !== undefined && { addEos: addEos.boolean() }),
      ...(template !== undefined && { chatTemplate: template }),
      ends: settings.endIds(own, eos),
    },
  );
}

/** The tokens that are stated after the last piece. */
function addedPieces(
  pieces: readonly SentencePiece[],
  label: string,
  settings: FolderSettings,
): SentencePiece[] {
  const ids = new Map(pieces.map(({ text }, id) => [text, id]));
  const beyond = settings.tokensBeyond({
    file: label,
    textOf: (id) => pieces[id]?.text,
    idOf: (text) => ids.get(text),
  });
  return beyond.map(({ id, content, json, name }, i) => {
    if (id !== pieces.length + i)
      throw name.wrong(
        `token ${pieces.length + i}`,
        `the tokens after those of ${label} have gaps; correct their ids`,
      );
    const isSpecial = json.get('special').boolean(false);
    return { text: content, score: 0, type: isSpecial ? pieceTypes.control : pieceTypes.userDefined };
  });
}
