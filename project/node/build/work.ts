import type { ConvertFileOptions } from '../../../model/convert/node/convertFile';
import type { TextWork } from '../../../model/tokenizer/worker/textTask';
import type { Statements } from '../../program/resolve';
import type { ProjectFolder } from '../projectFolder';

/** The input of the steps of a build: the project, and how they report what they do. */
export interface Work {
  readonly folder: ProjectFolder;
  /** Values that apply where the project sets none, such as the settings of an editor. */
  readonly settings?: Statements;
  /** Prints a line for the user. */
  readonly say: (line: string) => void;
  /** Reports the progress of a long action. */
  readonly progress: (what: string, done: number, total: number) => void;
  readonly signal: AbortSignal;
  /** Turns prompts into tokens; default: in this thread. */
  readonly texts?: TextWork;
  /** Converts a model; in another thread if it would block this one. */
  readonly convert: (source: string, target: string, options: ConvertFileOptions) => Promise<number>;
}

/** Prints why an output is built, or that it is up to date. */
export function sayState({ say }: Work, output: string, reasons: readonly string[]): void {
  say(reasons.length === 0 ? `${output} is up to date.` : `Building ${output}: ${reasons.join(', ')}.`);
}

/** Runs an action whose errors a field causes. @throws ProjectError at the field, or the reason of the abort. */
export async function blaming<T>({ folder, signal }: Work, field: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    signal.throwIfAborted();
    throw folder.errorAt(field, error);
  }
}
