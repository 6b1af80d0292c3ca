import { openModelFile } from '../../node/modelFile';
import { openTokenizerFile } from '../../node/tokenizerFile';
import { compareWeights, type CompareOptions, type TensorReport } from '../report';
import { compareOnText, type TextReport } from '../textReport';

export interface ReportFilesOptions extends CompareOptions {
  /** Also compares what the models say, on this text. */
  readonly text?: { readonly tokenizerPath: string; readonly text: string };
}

export interface FilesReport {
  readonly tensors: readonly TensorReport[];
  readonly text?: TextReport;
}

/**
 * What a conversion cost: compares a model file or folder with the PSNT that was made of it.
 * @throws Error with the path, or FormatError, when a file cannot be read or they are different models.
 */
export async function reportFiles(
  sourcePath: string,
  targetPath: string,
  { text, ...options }: ReportFilesOptions = {},
): Promise<FilesReport> {
  const before = await openModelFile(sourcePath);
  try {
    const after = await openModelFile(targetPath);
    try {
      const tensors = await compareWeights(before.model, after.model, options);
      if (text === undefined) return { tensors };
      const tokenizer = await openTokenizerFile(text.tokenizerPath, before.model);
      const ids = tokenizer.encodePrompt(text.text);
      const { signal } = options;
      return {
        tensors,
        text: await compareOnText(before.model, after.model, ids, signal === undefined ? {} : { signal }),
      };
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
}
