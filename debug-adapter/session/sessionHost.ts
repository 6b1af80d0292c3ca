import type { Program, ProgramFiles } from '../../project/program/program';
import type { LaunchArguments } from '../launch/launchArguments';
import type { Target } from '../targets/target';

/** Makes the target of a launch configuration. */
export type TargetFactory = (program: Program, launch: LaunchArguments) => Target;

/** What a session needs of the place that it runs in: Node, or a browser. */
export interface SessionHost extends ProgramFiles {
  /** What a launch asks for, where the host knows better than who sends it: the user has chosen otherwise since. */
  launchValues?(values: unknown): unknown;
  /** What can execute a plan here, by the name in the launch configuration; the first is the default. */
  readonly targets: ReadonlyMap<string, TargetFactory>;
  /** A line for those who look for a fault in the session itself. */
  log(line: string): void;
  /** The session is over and everything is freed; called once. */
  closed?(): void;
}
