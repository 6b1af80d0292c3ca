import type { Action } from '../../targets/action';
import type { Program, ProgramFiles } from '../../project/program/program';
import type { LaunchArguments } from '../launch/launchArguments';
import type { Target } from '../targets/target';

/** Makes the target of a launch configuration. */
export type TargetFactory = (program: Program, launch: LaunchArguments) => Target;

/** What a session needs from its environment: Node or a browser. */
export interface SessionHost extends ProgramFiles {
  /** Replaces launch values that the user has changed since the editor sent them. */
  launchValues?(values: unknown): unknown;
  /** The targets available here, by their id in the launch configuration; the first is the default. */
  readonly targets: ReadonlyMap<string, TargetFactory>;
  /** The address behind the button of an error: a command of the editor. Without it, errors have no buttons. */
  actionUrl?(action: Action): string;
  /** Logs a line for developers of the adapter. */
  log(line: string): void;
  /** Called once, when the session has ended and everything is freed. */
  closed?(): void;
}
