import type { ConvertFileOptions } from '../../../model/convert/node/convertFile';
import type { Statements } from '../../program/resolve';
import type { ProjectFolder } from '../projectFolder';

/** What the steps of a build are given: the project, and where they say what they do. */
export interface Work {
  readonly folder: ProjectFolder;
  /** What stands behind the project, such as the settings of an editor. */
  readonly settings?: Statements;
  /** A line for people. */
  readonly say: (line: string) => void;
  /** How far something long is. */
  readonly progress: (what: string, done: number, total: number) => void;
  readonly signal: AbortSignal;
  /** Converts a model; elsewhere than in this thread, where that would hold something up. */
  readonly convert: (source: string, target: string, options: ConvertFileOptions) => Promise<number>;
}

/** `build/a.iso: PLAN.BIN has changed.`, or that there is nothing to do. */
export function sayState({ say }: Work, output: string, reasons: readonly string[]): void {
  say(reasons.length === 0 ? `${output} is up to date.` : `${output} is made: ${reasons.join(', ')}.`);
}

/** Runs what is the fault of a field when it fails. @throws ProjectError at the field, or the reason of the abort. */
export async function blaming<T>({ folder, signal }: Work, field: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    signal.throwIfAborted();
    throw folder.errorAt(field, error);
  }
}
