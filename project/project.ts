import type { DiscFile, DiscIdentity } from '../image/discSettings';
import type { DiscLayout } from '../model/plan/discLayout';
import type { KvCacheType } from '../model/plan/options';
import type { Quantization } from '../model/psnt/fields';

/** Name of the file that makes a folder a project. */
export const projectFileName = 'ps2ml.json';

/** How a model that is no PSNT becomes one. */
export interface ProjectConversion {
  readonly type: Quantization;
  /** Version of the file; the newest that carries the type when not given. */
  readonly version?: 1 | 2 | 3;
  /** Text positions of the new file, at most those of the source. */
  readonly context?: number;
}

/** How much is written and how the next token is chosen (docs/arithmetic.md, "Sample"). */
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
  /** What the plan may use, in KiB; absent: all that the console leaves. */
  readonly budgetKiB?: number;
}

/** A program in place of the one that comes with PS2 ML. */
export interface ProjectElf {
  readonly file: string;
  /** `psnt`: the raw model goes on the disc; `plan`: the plan and its files do, as for our program. */
  readonly reads: 'psnt' | 'plan';
  /** Folder in which `make` builds it. */
  readonly make?: string;
}

/**
 * What `ps2ml.json` says. Defaults are filled in, but not where a setting stands behind the project. Paths are as
 * written: relative to its folder, or absolute.
 */
export interface Project {
  readonly model: string;
  readonly conversion: ProjectConversion;
  /** The order of a PSNT's body; found when not given. */
  readonly order?: string;
  /** Without one that of matching vocabulary beside the model. */
  readonly tokenizer?: string;
  /** Texts to go on from; the first is used unless another is chosen. May be empty. */
  readonly prompts: readonly string[];
  /** A prompt is a message of a conversation, by the chat template of the model. */
  readonly chat: boolean;
  /** What the model is told about its part before. */
  readonly system?: string;
  /** What it says of sampling; settings stand behind it. */
  readonly sampling: Partial<ProjectSampling>;
  readonly disc: DiscIdentity;
  readonly ram: RamSettings;
  /** Text positions of the plan; the largest number that fits when not given. */
  readonly context?: number;
  /** How keys and values are stored; f32 when not given. */
  readonly kvCache?: KvCacheType;
  /** How disc and RAM are laid out; the setting `ps2ml.layout` says it when not given. */
  readonly layout?: DiscLayout;
  /** Id of a target. */
  readonly target: string;
  readonly files: readonly DiscFile[];
  readonly elf?: ProjectElf;
}

/** A word that an older `ps2ml.json` has for something, with its place in the text. */
export interface OldWord {
  /** The field, such as `target`. */
  readonly path: string;
  readonly word: string;
  /** What it is called now. */
  readonly current: string;
}

/** Something that is wrong in `ps2ml.json`, with its place in the text. */
export interface ProjectProblem {
  /** The field, such as `disc.code` or `files.0`; empty for the text as a whole. */
  readonly path: string;
  /** In UTF-16 units of the text. */
  readonly offset: number;
  readonly length: number;
  /** A sentence: what was found, what was expected. */
  readonly message: string;
}
