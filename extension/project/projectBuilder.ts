import type { MadeProject, NewProjectRequest, OwnProgram } from '../../project/node/newProject';
import type { StepName } from '../../project/stepNames';

/** How a build reports what it does and is cancelled. */
export interface BuildWatch {
  /** A line for people. */
  readonly say: (line: string) => void;
  readonly onProgress: (what: string, done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** Makes and builds projects on disk; paths are absolute. */
export interface ProjectBuilder {
  /** @throws Error when a file exists already; no new files are left behind. */
  create(request: NewProjectRequest): Promise<MadeProject>;
  /** The sample of a program of one's own. @throws Error when a file of the package is missing. */
  sampleProgram(): Promise<OwnProgram>;
  /**
   * Makes one part of a project, with all that it needs and that is stale.
   * @throws Error whose lines name places in `ps2ml.json`, or the reason of the abort.
   */
  build(step: StepName, folder: string, watch: BuildWatch): Promise<void>;
  /** Compiles and converts what a session needs before its target makes the disc. */
  prepare(folder: string, watch: BuildWatch): Promise<void>;
}
