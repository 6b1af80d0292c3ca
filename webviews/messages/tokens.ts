import type { LoggedToken } from '../../model/trace/tokenLog';
import type { Subject } from './subject';

/** The positions of a text, and what the model made of them. */
export interface TokensContent {
  readonly subject: Subject;
  /** Learned vectors before the text; not the registers of the CPU. */
  readonly modelRegisters: number;
  /** By position, behind the model registers. */
  readonly prompt: readonly PromptToken[];
  /** What the run has added; of a long run the last ones. */
  readonly tokens: readonly LoggedToken[];
  /** Tokens before those, of which only the count is kept. */
  readonly dropped: number;
  /** The target can say how likely a token was. */
  readonly hasOdds: boolean;
}

export interface PromptToken {
  readonly id: number;
  /** Its text, where the session has a tokenizer. */
  readonly text?: string;
}
