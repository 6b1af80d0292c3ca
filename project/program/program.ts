import type { ByteSource } from '../../disc/byteSource';
import type { Placement } from '../../disc/imageLayout';
import type { DiscSettings } from '../../image/discSettings';
import type { Model } from '../../model/model';
import type { DiscLayout } from '../../model/plan/discLayout';
import type { Plan } from '../../model/plan/plan';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import type { Arithmetic } from '../../targets/descriptor';
import type { ProjectSampling, RamSettings } from '../project';

/** A file that is open for ranged reads. */
export interface OpenFile {
  /** What to call it in messages: its name without folders. */
  readonly label: string;
  readonly source: ByteSource;
  /** Absolute path of a file on this machine, where it is one: a worker then reads it by itself. */
  readonly path?: string;
  close(): Promise<void>;
}

/** A tokenizer and the name of its file. */
export interface NamedTokenizer {
  readonly name: string;
  readonly tokenizer: Tokenizer;
}

/** What a target is to execute. */
export interface Program {
  readonly model: Model;
  /** Absolute path of the model's file on this machine, where it is one. */
  readonly modelPath?: string;
  /** The tensor order of a PSNT that was asked for: who opens the file again must read it alike. */
  readonly order?: string;
  readonly plan: Plan;
  /** Where WEIGHTS.BIN goes on a disc; `inner` when it is not said. */
  readonly placement?: Placement;
  /** Without one the model's text cannot be shown, only its token ids. */
  readonly tokenizer?: Tokenizer;
  /** The name of its file. */
  readonly tokenizerName?: string;
  readonly arithmetic: Arithmetic;
  /** How its disc is made, for targets that boot from one. */
  readonly disc?: DiscSettings;
}

/** What is to be loaded, with every default filled in. A launch configuration is one. */
export interface ProgramRequest {
  /** The model: a `.psnt` or llama2.c `.bin`, as a path or what else the host can open. */
  readonly program: string;
  /** Without one that of matching vocabulary beside the model, where the host looks for it. */
  readonly tokenizer?: string;
  /** The tensor order of a PSNT, or an order with its variant; found when not given. */
  readonly order?: string;
  /** How the weights lie on the disc and in RAM. */
  readonly layout: DiscLayout;
  readonly prompt: string;
  /** The prompt as token ids, in the place of a text. */
  readonly promptIds?: readonly number[];
  /** Tokens to generate at most. */
  readonly tokens: number;
  /** How the next token is chosen, as far as it is stated: a conversation's format may propose the rest. */
  readonly sampling: Partial<Omit<ProjectSampling, 'tokens'>>;
  /** Writes the prompt as a message of a conversation, by the chat template of the model. */
  readonly chat: boolean;
  /** What the model is told about its part in the conversation. */
  readonly system?: string;
  readonly arithmetic: Arithmetic;
  /** How the disc is made, for targets that boot from one. */
  readonly disc?: DiscSettings;
  readonly ram?: RamSettings;
}

/** Where the files of a program come from. */
export interface ProgramFiles {
  /** Opens a file for reading. @throws Error whose message is a sentence for the user. */
  openFile(path: string): Promise<OpenFile>;
  /** The tokenizer of matching vocabulary that lies beside a model, for requests that name none. */
  adjacentTokenizer?(path: string, model: Model): Promise<NamedTokenizer | undefined>;
}

/** A prompt that cannot be used; the message says what to write. */
export class PromptError extends Error {
  override readonly name = 'PromptError';
}
