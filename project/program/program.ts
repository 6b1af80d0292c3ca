import type { ByteSource } from '../../disc/byteSource';
import type { Placement } from '../../disc/imageLayout';
import type { DiscSettings } from '../../image/discSettings';
import type { Model } from '../../model/model';
import type { DiscLayout } from '../../model/plan/discLayout';
import type { ArithmeticVersion } from '../../model/plan/arithmeticVersion';
import type { KvCacheType } from '../../model/plan/options';
import type { Plan } from '../../model/plan/plan';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import type { TextWork } from '../../model/tokenizer/worker/textTask';
import type { Arithmetic } from '../../targets/descriptor';
import type { ProjectSampling, RamSettings } from '../project';
import type { OtherModels } from './otherModels';

/** A file that is open for ranged reads. */
export interface OpenFile {
  /** Its name in messages: the file name without folders. */
  readonly label: string;
  readonly source: ByteSource;
  /** Absolute path if it is a file on this machine: then a worker reads it directly. */
  readonly path?: string;
  close(): Promise<void>;
}

/** A tokenizer and the name of its file. */
export interface NamedTokenizer {
  readonly name: string;
  readonly tokenizer: Tokenizer;
}

/** What is next to a model: its tokenizer, or why other files are not it, one sentence each. */
export interface TokenizerBeside {
  readonly found?: NamedTokenizer;
  readonly dismissed: readonly string[];
}

/** The program that a target executes. */
export interface Program {
  readonly model: Model;
  /** Absolute path of the model's file, if it is on this machine. */
  readonly modelPath?: string;
  /** The requested tensor order of a PSNT, for code that opens the file again. */
  readonly order?: string;
  readonly plan: Plan;
  /** Where WEIGHTS.BIN goes on a disc. Default: `inner`. */
  readonly placement?: Placement;
  /** Without a tokenizer, the model's text cannot be shown, only its token ids. */
  readonly tokenizer?: Tokenizer;
  /** The name of its file. */
  readonly tokenizerName?: string;
  readonly arithmetic: Arithmetic;
  /** How its disc is built, for targets that boot from one. */
  readonly disc?: DiscSettings;
  /** Models at hand, for a program that says itself which model it runs. */
  readonly otherModels?: Pick<OtherModels, 'list'>;
  /** The prompts that a person may choose from with the controller, as token ids; absent: nobody is asked. */
  readonly choices?: readonly (readonly number[])[];
}

/** A request to load a program, with every default filled in. A launch configuration is one. */
export interface ProgramRequest {
  /** The model: a `.psnt` or llama2.c `.bin`, as a path or another name that the host can open. */
  readonly program: string;
  /** Default: the one with a matching vocabulary next to the model, if the host searches for it. */
  readonly tokenizer?: string;
  /** The source of a converted model, if the tokenizer is next to that. */
  readonly source?: string;
  /** The tensor order of a PSNT, or an order with its variant. Default: detected. */
  readonly order?: string;
  /** How the weights are placed on the disc and in RAM. */
  readonly layout: DiscLayout;
  readonly prompt: string;
  /** The prompts that a person may choose from with the controller, besides `prompt`; absent: nobody is asked. */
  readonly menu?: readonly string[];
  /** The prompt as token ids, instead of a text. */
  readonly promptIds?: readonly number[];
  /** The maximum number of tokens to generate. */
  readonly tokens: number;
  /** How the next token is chosen. The chat format of the tokenizer may have defaults for what is omitted. */
  readonly sampling: Partial<Omit<ProjectSampling, 'tokens'>>;
  /** Formats the prompt as a chat message, with the chat template of the model. */
  readonly chat: boolean;
  /** The system message of the chat. */
  readonly system?: string;
  readonly arithmetic: Arithmetic;
  /** How the disc is built, for targets that boot from one. */
  readonly disc?: DiscSettings;
  readonly ram?: RamSettings;
  /** Text positions of the plan; the largest number that fits when not given. */
  readonly context?: number;
  /** How keys and values are stored; f32 when not given. */
  readonly kvCache?: KvCacheType;
  /** The model's default when not given. */
  readonly arithmeticVersion?: ArithmeticVersion;
}

/** Where the files of a program come from. */
export interface ProgramFiles {
  /** Opens a file for reading. @throws Error whose message is a sentence for the user. */
  openFile(path: string): Promise<OpenFile>;
  /** The tokenizer with a matching vocabulary next to a model, for requests without one. */
  adjacentTokenizer?(path: string, model: Model): Promise<TokenizerBeside | undefined>;
  readonly others?: OtherModelFiles;
  /** Turns prompts into tokens. Default: in this thread. */
  readonly texts?: TextWork;
}

/** Models besides the one of a request, for a program that says itself which model it runs. */
export interface OtherModelFiles {
  /** What `openFile` opens. @param program the model of the request */
  paths(program: string): Promise<readonly string[]>;
  /** The tokenizer of one of them, where it is known without a question. */
  tokenizer(path: string, model: Model): Promise<NamedTokenizer | undefined>;
}

/** A prompt that cannot be used. The message explains what to write instead. */
export class PromptError extends Error {
  override readonly name = 'PromptError';
}
