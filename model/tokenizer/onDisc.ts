import { tokenizerCandidates } from './adjacent';

/** A file of a disc. */
export interface DiscFile {
  /** Names joined by `/`. */
  readonly path: string;
  readonly bytes: number;
}

/** A larger file is not read to check whether it is a tokenizer. */
const mostUnnamedBytes = 16 << 20;
/** How many files without a typical name are read. */
const mostUnnamed = 32;

/**
 * Files of a disc that may be the tokenizer of its model, most likely first. Names on a disc have eight characters
 * and three, so `stories.tokenizer.bin` is `STORIES_.BIN` there: after typical names, the other files of a
 * tokenizer's size follow, and only their contents decide.
 * @param vocabSize tokens of the model; every tokenizer needs at least two bytes per token.
 */
export function discTokenizerCandidates(
  modelPath: string,
  vocabSize: number,
  files: readonly DiscFile[],
): string[] {
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const others = files.filter(({ path }) => path !== modelPath);
  const telling = tokenizerCandidates(
    nameOf(modelPath),
    others.map(({ path }) => nameOf(path)),
  ).flatMap((name) => others.filter(({ path }) => nameOf(path) === name).map(({ path }) => path));
  const unnamed = others
    .filter(({ bytes }) => bytes >= 2 * vocabSize && bytes <= mostUnnamedBytes)
    .map(({ path }) => path)
    .filter((path) => !telling.includes(path));
  return [...new Set([...telling, ...unnamed.slice(0, mostUnnamed)])];
}
