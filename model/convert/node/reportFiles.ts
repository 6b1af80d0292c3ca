import type { Model } from '../../model';
import { openModelFile } from '../../node/modelFile';
import { openTokenizerBeside, openTokenizerFile } from '../../node/tokenizerFile';
import type { OpenPsntOptions } from '../../psnt/file';
import type { Tokenizer } from '../../tokenizer/tokenizer';
import { compareWeights, type CompareOptions, type TensorReport } from '../report';
import { compareOnText, type TextReport } from '../textReport';

/** A text on which models are compared by what they say. */
export interface ReportText {
  readonly text: string;
  /** Path of the tokenizer; the one beside the source, else beside the target, when not given. */
  readonly tokenizer?: string;
}

export interface ReportFilesOptions extends CompareOptions {
  /** Also compares what the models say, on this text. */
  readonly text?: ReportText;
  /** How a source that is a PSNT is to be read. */
  readonly reading?: OpenPsntOptions;
}

export interface FilesReport {
  readonly tensors: readonly TensorReport[];
  readonly text?: TextReport;
}

/**
 * What a conversion cost: compares a model file or folder with the PSNT that was made of it.
 * @throws Error with the path, or FormatError, when a file cannot be read or they are different models; Error when
 * there is no tokenizer for the text.
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
      // What is asked for in vain is said before the work.
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
    `No tokenizer of ${model.config.vocabSize} tokens lies beside ${model.label}: a text needs one, name it.`,
  );
}
