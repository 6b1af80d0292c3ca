import type { ConversionFix } from './finding';

/** The command of a client that converts the model of a project; its one argument is a ConversionRequest. */
export const convertCommand = '_ps2ml.convertInProject';

/** The argument of that command. */
export interface ConversionRequest extends ConversionFix {
  /** URI of the model's `ps2ml.json`. */
  readonly project: string;
}
