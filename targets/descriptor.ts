import type { DiscType } from '../disc/sector';
import type { AnyFieldValues, DebugRequest, FieldGroup } from './fields';

/** The float arithmetic of a run (docs/arithmetic.md): what the console computes, or IEEE 754. */
export type Arithmetic = 'ee' | 'ieee';

/** Where sessions run: with threads, files and a network, or in a browser. */
export type Place = 'node' | 'browser';

/**
 * What a target can do beyond running and stopping. `TargetOf` (debug-adapter/targets/target.ts) makes each of these
 * the duty to have the members that do it, and forbids the members where it is not said.
 */
export interface Capabilities {
  /** All of EE RAM, or only what operations use. */
  readonly readMemory: 'all' | 'buffers';
  readonly writeMemory: boolean;
  readonly registers: boolean;
  readonly disassembly: boolean;
  /** Goes back to any operation, which also makes checkpoints. */
  readonly stepBack: boolean;
  /** Keeps a checkpoint in a save state, where the user gave a slot for it. */
  readonly saveStates: boolean;
  /** The program can go on running when its session ends. */
  readonly keepsRunning: boolean;
}

/** What kind of figures a target gives; shown with every one of them. */
export interface Figures {
  /**
   * `counted`: what the plan says, counted as it is executed, without times. `simulated`: measured on a machine that
   * is simulated. `measured`: by the program.
   */
  readonly kind: 'counted' | 'simulated' | 'measured';
  /** In a word or two, beside figures. */
  readonly label: string;
  /** A sentence without full stop. */
  readonly meaning: string;
}

/** What is known of a disc before it is made. */
export interface DiscFacts {
  /** What it is made for. */
  readonly type: DiscType;
  /** Sectors of the image, at least. */
  readonly sectors: number;
}

/** Words that meant a target before it had its present id. */
export interface OldNames {
  /** In launch configurations, projects and settings. */
  readonly launch?: readonly string[];
  /** As the provenance of a trace. */
  readonly trace?: readonly string[];
}

/**
 * All there is to say of a target but its code (debug-adapter/node/implementations.ts). Lists of targets, launch
 * fields, schemas, pickers and documents derive from it; docs/adding-a-target.md has the steps of a new one.
 */
export interface TargetDescriptor {
  /** In launch configurations, projects, traces and on the command line. Its launch fields stand under this name. */
  readonly id: string;
  /** What people call it, without article. */
  readonly label: string;
  /** For a list to choose from: with article, without full stop. */
  readonly description: string;
  /** More about it, for someone who writes a launch configuration. Sentences. */
  readonly details: string;
  readonly figures: Figures;
  /** What it can compute, the default first. */
  readonly arithmetic: readonly Arithmetic[];
  readonly requests: readonly DebugRequest[];
  readonly places: readonly Place[];
  readonly capabilities: Capabilities;
  /** Launch fields of its own. */
  readonly fields: FieldGroup;
  /** The disc that its program reads the weights from; undefined where there is none. */
  discOf(disc: DiscFacts, own: AnyFieldValues): DiscType | undefined;
  readonly oldNames: OldNames;
}
