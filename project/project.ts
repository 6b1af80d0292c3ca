import type { DiscFile, DiscIdentity } from '../image/discSettings';
import type { DiscLayout } from '../model/plan/discLayout';
import type { ArithmeticVersion } from '../model/plan/arithmeticVersion';
import type { KvCacheType } from '../model/plan/options';
import type { Quantization } from '../model/psnt/fields';

/** Name of the file that identifies a folder as a project. */
export const projectFileName = 'ps2ml.json';

/** How a model that is not PSNT is converted. */
interface ProjectConversion {
  readonly type: Quantization;
  /** Version of the file. Default: the newest that supports the type. */
  readonly version?: 1 | 2 | 3;
  /** Text positions of the new file, at most as many as the source has. */
  readonly context?: number;
}

/** How many tokens are generated and how the next token is chosen (docs/arithmetic.md, "Sample"). */
export interface ProjectSampling {
  readonly tokens: number;
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly repetitionPenalty: number;
  readonly noRepeatNgram: number;
  readonly seed: number;
}

/** How much RAM a plan may use. */
export interface RamSettings {
  /** The RAM for the plan, in KiB. Default: everything that is free on the console. */
  readonly budgetKiB?: number;
}

/** An EE program that replaces the one of PS2 ML. */
export interface ProjectElf {
  readonly file: string;
  /** `psnt`: the disc contains the raw model. `plan`: it contains the plan and its files, as for our program. */
  readonly reads: 'psnt' | 'plan';
  /** Folder in which `make` builds it. */
  readonly make?: string;
}

/**
 * The contents of `ps2ml.json`. Fields of a run that it does not set are absent, so that settings and defaults apply
 * (`resolveRun`). Paths are as written: relative to its folder, or absolute.
 */
export interface Project {
  readonly model: string;
  readonly conversion: ProjectConversion;
  /** The tensor order of a PSNT. Default: detected. */
  readonly order?: string;
  /** Default: the one with a matching vocabulary next to the model. */
  readonly tokenizer?: string;
  /** Prompts. The first is used unless another is chosen. May be empty. */
  readonly prompts: readonly string[];
  /** Whether the disc of a build lets a person choose with the controller. Default: yes. */
  readonly interactive?: boolean;
  /** Formats a prompt as a chat message, with the chat template of the model. Default: whether there is a system message. */
  readonly chat?: boolean;
  /** The system message of the chat. */
  readonly system?: string;
  /** The sampling fields that are set. Settings apply to the others. */
  readonly sampling: Partial<ProjectSampling>;
  /** The fields of the disc that are set. */
  readonly disc: Partial<DiscIdentity>;
  readonly ram: RamSettings;
  /** Text positions of the plan. Default: the largest number that fits. */
  readonly context?: number;
  /** How keys and values are stored. Default: f32. */
  readonly kvCache?: KvCacheType;
  /** Default: that of the model (`defaultArithmeticVersion`). */
  readonly arithmeticVersion?: ArithmeticVersion;
  /** How the weights are placed on the disc and in RAM. Default: the setting `ps2ml.layout`. */
  readonly layout?: DiscLayout;
  /** Id of a target. Default: the first that supports the arithmetic of the settings. */
  readonly target?: string;
  readonly files: readonly DiscFile[];
  readonly elf?: ProjectElf;
}

/** A word of an older version in `ps2ml.json`, with its place in the text. */
export interface OldWord {
  /** The field, such as `target`. */
  readonly path: string;
  readonly word: string;
  /** The current word. */
  readonly current: string;
}

/** A problem in `ps2ml.json`, with its place in the text. */
export interface ProjectProblem {
  /** The field, such as `disc.code` or `files.0`; empty for the text as a whole. */
  readonly path: string;
  /** In UTF-16 units of the text. */
  readonly offset: number;
  readonly length: number;
  /** A sentence with what was found and what was expected. */
  readonly message: string;
}
