import type { Model } from '../../model';
import { openModelFile } from '../../node/modelFile';
import { openTokenizerBeside, openTokenizerFile } from '../../node/tokenizerFile';
import type { OpenPsntOptions } from '../../psnt/file';
import type { Tokenizer } from '../../tokenizer/tokenizer';
import { compareWeights, type CompareOptions, type TensorReport } from '../report';
import { compareOnText, type TextReport } from '../textReport';

/** A text on which the outputs of models are compared. */
export interface ReportText {
  readonly text: string;
  /** Path of the tokenizer; default: the one next to the source, else next to the target. */
  readonly tokenizer?: string;
}

export interface ReportFilesOptions extends CompareOptions {
  /** Also compares the outputs of the models on this text. */
  readonly text?: ReportText;
  /** How to read a PSNT source. */
  readonly reading?: OpenPsntOptions;
}

export interface FilesReport {
  readonly tensors: readonly TensorReport[];
  readonly text?: TextReport;
}

/**
 * The loss of a conversion: compares a model file or folder with the PSNT that it was converted to.
 * @throws FormatError when a file is damaged; Error when a file cannot be read, the models differ, or there is no
 * tokenizer for the text.
 */
export async function reportFiles(
  sourcePath: string,
  targetPath: string,
  { text, reading, ...options }: ReportFilesOptions = {},
): Promise<FilesReport> {
  const before = await openModelFile(sourcePath, reading);
  try {
    const after = await openModelFile(targetPath);
    try {
      // Report a missing tokenizer before the work.
      const ids =
        text && (await tokenizerOf(text, before.model, [sourcePath, targetPath])).encodePrompt(text.text);
      const tensors = await compareWeights(before.model, after.model, options);
      if (ids === undefined) return { tensors };
      return { tensors, text: await compareOnText(before.model, after.model, ids, options) };
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
}

async function tokenizerOf(
  { tokenizer }: ReportText,
  model: Model,
  paths: readonly string[],
): Promise<Tokenizer> {
  if (tokenizer !== undefined) return openTokenizerFile(tokenizer, model);
  for (const path of paths) {
    const { found } = await openTokenizerBeside(path, model);
    if (found !== undefined) return found.tokenizer;
  }
  throw new Error(
    `No tokenizer with ${model.config.vocabSize} tokens next to ${model.label}. Choose one with --tokenizer.`,
  );
}
