import type { ConversionFix } from './finding';

/** The command of a client that converts the model of a project; its one argument is a ConversionRequest. */
export const convertCommand = '_ps2ml.convertInProject';

/** What that command is to do. */
export interface ConversionRequest extends ConversionFix {
  /** URI of the `ps2ml.json` whose model it is. */
  readonly project: string;
}
