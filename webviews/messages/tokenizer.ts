import type { TokenizerFacts } from '../../model/inspect/tokens';

/** The page of a tokenizer file. */
export interface TokenizerContent {
  readonly fileName: string;
  readonly fileBytes: number;
  /** Why it cannot be read, in one sentence. */
  readonly problem?: string;
  readonly facts?: TokenizerFacts;
}

/** The tokenizer that a model's inspector found. */
export interface FoundTokenizer {
  /** Its file. */
  readonly name: string;
  /** Where it lies: `next to the model`. */
  readonly from: string;
  /** How it agrees with what a disc says of it. */
  readonly remark?: string;
  readonly facts: TokenizerFacts;
}

/** The answer to the question which tokenizer belongs to a model. */
export type TokenizerAnswer = FoundTokenizer | { readonly missing: string };
