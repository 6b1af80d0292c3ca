import type { DiscType } from '../disc/sector';
import type { AnyFieldValues, DebugRequest, FieldGroup } from './fields';

/** The float arithmetic of a run (docs/arithmetic.md): that of the console, or IEEE 754. */
export type Arithmetic = 'ee' | 'ieee';

/** Where sessions run: with threads, files and a network, or in a browser. */
export type Place = 'node' | 'browser';

/**
 * What a target can do in addition to running and stopping. For each capability, `TargetOf`
 * (debug-adapter/targets/target.ts) requires the members that implement it, and forbids them without it.
 */
export interface Capabilities {
  /** All of EE RAM, or only the buffers of operations. */
  readonly readMemory: 'all' | 'buffers';
  readonly writeMemory: boolean;
  readonly registers: boolean;
  readonly disassembly: boolean;
  /** Goes back to any operation, which also provides checkpoints. */
  readonly stepBack: boolean;
  /** Saves a checkpoint in a save state, if the user has set a slot for it. */
  readonly saveStates: boolean;
  /**
   * Where the picture of the program is: in an editor of VS Code, with the controller; in the target's own window or
   * television; or nowhere.
   */
  readonly television: 'editor' | 'own' | 'none';
  /** The program can keep running when its session ends. */
  readonly keepsRunning: boolean;
}

/** The kind of figures of a target, shown with each of them. */
export interface Figures {
  /**
   * `counted`: reads of the plan, counted during execution, without times. `simulated`: measured on a simulated machine.
   * `measured`: measured by the EE program.
   */
  readonly kind: 'counted' | 'simulated' | 'measured';
  /** One or two words, shown next to figures. */
  readonly label: string;
  /** A sentence without a full stop. */
  readonly meaning: string;
}

/** The properties of a disc that are known before it is built. */
export interface DiscFacts {
  /** The medium that it is built for. */
  readonly type: DiscType;
  /** The least number of sectors of the image. */
  readonly sectors: number;
}

/** Words for a target before it had its current id. */
export interface OldNames {
  /** In launch configurations, projects and settings. */
  readonly launch?: readonly string[];
  /** As the provenance of a trace. */
  readonly trace?: readonly string[];
}

/**
 * Everything about a target except its code (debug-adapter/node/implementations.ts). Lists of targets, launch fields,
 * schemas, pickers and docs derive from it. docs/adding-a-target.md describes how to add one.
 */
export interface TargetDescriptor {
  /** The id in launch configurations, projects, traces and on the command line. It is also the key of its launch fields. */
  readonly id: string;
  /** Its name for users, without an article. */
  readonly label: string;
  /** For pickers: with an article, without a full stop. */
  readonly description: string;
  /** More about it, for users who write a launch configuration. Sentences. */
  readonly details: string;
  readonly figures: Figures;
  /** The arithmetic that it supports, the default first. */
  readonly arithmetic: readonly Arithmetic[];
  readonly requests: readonly DebugRequest[];
  readonly places: readonly Place[];
  readonly capabilities: Capabilities;
  /** Its own launch fields. */
  readonly fields: FieldGroup;
  /** The disc that its program reads the weights from; undefined if there is none. */
  discOf(disc: DiscFacts, own: AnyFieldValues): DiscType | undefined;
  readonly oldNames: OldNames;
}
