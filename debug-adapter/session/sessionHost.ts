import type { ByteSource } from '../../disc/byteSource';
import type { Placement } from '../../disc/imageLayout';
import type { DiscSettings } from '../../image/discSettings';
import type { Model } from '../../model/model';
import type { Plan } from '../../model/plan/plan';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import type { LaunchArguments } from '../launch/launchArguments';
import type { Target } from '../targets/target';

/** The float arithmetic of a run (docs/arithmetic.md): what the console computes, or IEEE 754. */
export type Arithmetic = 'ee' | 'ieee';

/** A file that a session has open. */
export interface OpenFile {
  /** What to call it in messages: its name without folders. */
  readonly label: string;
  readonly source: ByteSource;
  /** Absolute path of a file on this machine, where it is one: a worker then reads it by itself. */
  readonly path?: string;
  close(): Promise<void>;
}

/** What a target is to execute. */
export interface Program {
  readonly model: Model;
  /** Absolute path of the model's file on this machine, where it is one. */
  readonly modelPath?: string;
  /** The order of a PSNT's body that was asked for: who opens the file again must read it alike. */
  readonly order?: string;
  readonly plan: Plan;
  /** Where WEIGHTS.BIN goes on a disc; `inner` when it is not said. */
  readonly placement?: Placement;
  /** Without one the model's text cannot be shown, only its token ids. */
  readonly tokenizer?: Tokenizer;
  readonly arithmetic: Arithmetic;
  /** How its disc is made, for targets that boot from one. */
  readonly disc?: DiscSettings;
}

/** Makes the target of a launch configuration. */
export type TargetFactory = (program: Program, launch: LaunchArguments) => Target;

/** What a session needs of the place that it runs in: Node, or a browser. */
export interface SessionHost {
  /** Opens a file for reading. @throws Error whose message is a sentence for the user. */
  openFile(path: string): Promise<OpenFile>;
  /** The tokenizer of matching vocabulary that lies beside a model, for launch configurations that name none. */
  adjacentTokenizer?(path: string, model: Model): Promise<Tokenizer | undefined>;
  /** What can execute a plan here, by the name in the launch configuration; the first is the default. */
  readonly targets: ReadonlyMap<string, TargetFactory>;
  /** A line for those who look for a fault in the session itself. */
  log(line: string): void;
  /** The session is over and everything is freed; called once. */
  closed?(): void;
}
