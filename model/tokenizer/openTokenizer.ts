import type { ByteSource } from '../../disc/byteSource';
import { FormatError } from '../formatError';
import { viewOf } from '../../common/littleEndian';
import { checkNoPlaceholder } from '../placeholder';
import { magic } from '../psnt/fields';
import { FolderSettings } from './folderSettings';
import { openGgufTokenizer } from './ggufTokenizer';
import { HuggingFaceTokenizer } from './huggingface/tokenizer';
import { OriginRecorder } from './origin';
import { PieceTokenizer } from './pieceTokenizer';
import { parseSentencePieceModel } from './sentencepiece/modelFile';
import { configuredTokenizer } from './sentencepiece/configured';
import type { SentencePieceTokenizer } from './sentencepiece/tokenizer';
import { mostTokenizerBytes, openTokenizerBin } from './tokenizerBin';

/** Any kind of tokenizer. */
export type FileTokenizer = PieceTokenizer | SentencePieceTokenizer | HuggingFaceTokenizer;

/** Returns the text of a small file in the tokenizer's folder, if it exists. */
export type ReadAdjacent = (name: string) => Promise<string | undefined>;

/**
 * Opens a tokenizer by the start of the file: a SentencePiece `.model`, a Hugging Face `tokenizer.json`, the metadata
 * of a GGUF file, else a llama2.c `.bin`.
 * @param beside for a `tokenizer.json` or `tokenizer.model`: the end tokens and the chat template are in separate files.
 * @throws FormatError when it is not a supported tokenizer.
 */
export async function openTokenizer(
  source: ByteSource,
  label: string,
  beside: ReadAdjacent = () => Promise.resolve(undefined),
): Promise<FileTokenizer> {
  const recorder = new OriginRecorder(source, label, beside);
  const tokenizer = await readTokenizer(recorder, label, recorder.beside);
  recorder.keepFor(tokenizer);
  return tokenizer;
}

async function readTokenizer(
  source: ByteSource,
  label: string,
  beside: ReadAdjacent,
): Promise<FileTokenizer> {
  await checkNoPlaceholder(source, label);
  const start = await source.read(0, Math.min(16, source.size));
  if (start.length >= 4 && viewOf(start).getUint32(0, true) === magic) {
    throw new FormatError({
      label,
      field: 'magic',
      offset: 0,
      found: '"PSNT"',
      expected: 'the start of a tokenizer',
      advice: 'it is a model; open it in the inspector',
    });
  }
  const kind = kindOf(start);
  if (kind === 'gguf') return openGgufTokenizer(source, label);
  if (kind === 'llama2.c') return openTokenizerBin(source, label);
  if (source.size > mostTokenizerBytes) {
    throw new FormatError({
      label,
      field: 'the file size',
      found: `${source.size} bytes`,
      expected: `at most ${mostTokenizerBytes} bytes`,
      advice: 'not a tokenizer',
    });
  }
  const bytes = await source.read(0, source.size);
  const settings = await FolderSettings.read(label, beside);
  if (kind === 'sentencepiece')
    return configuredTokenizer(parseSentencePieceModel(bytes, label), label, settings);
  return new HuggingFaceTokenizer(new TextDecoder().decode(bytes), label, settings);
}

function kindOf(start: Uint8Array): 'sentencepiece' | 'huggingface' | 'gguf' | 'llama2.c' {
  // A SentencePiece model starts with its first piece: field 1, then a length that is not 0. In a llama2.c file of
  // pieces of at most ten bytes the same byte is followed by zeros.
  if (start[0] === 0x0a && start[1] !== 0) return 'sentencepiece';
  const text = new TextDecoder().decode(start);
  if (text.startsWith('GGUF')) return 'gguf';
  return /^\s*\{\s*(?:"|$)/.test(text) ? 'huggingface' : 'llama2.c';
}
