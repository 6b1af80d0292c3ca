import type { ConversionFinding } from '../../model/convert/node/convertFile';
import type { TensorReport } from '../../model/convert/report';
import type { TextReport } from '../../model/convert/textReport';
import type { Quantization } from '../../model/psnt/fields';
import type { OpenPsntOptions } from '../../model/psnt/file';

/** How a long piece of work reports progress and is cancelled. */
export interface WorkOptions {
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

export interface ConversionReport {
  readonly tensors: readonly TensorReport[];
  readonly text?: TextReport;
}

/** Converts models on disk; paths are absolute. */
export interface Converter {
  /**
   * Writes the target whole or not at all. @returns bytes written.
   * @throws Error when the model cannot be converted; the reason of the abort when cancelled.
   */
  convert(
    source: string,
    target: string,
    options: WorkOptions & {
      readonly quantization: Quantization;
      readonly reading?: OpenPsntOptions;
      /** Text positions of the new file, when it has fewer. */
      readonly context?: number;
      readonly onFinding?: (finding: ConversionFinding) => void;
    },
  ): Promise<number>;
  /** The errors of a conversion by tensor and, with a text, in the model's output. @throws Error as `convert` does. */
  report(
    source: string,
    target: string,
    options: WorkOptions & {
      readonly text?: { readonly text: string; readonly tokenizer?: string };
      readonly reading?: OpenPsntOptions;
    },
  ): Promise<ConversionReport>;
}
