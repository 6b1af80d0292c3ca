/** The contents of RUN.BIN: the prompt and how the next token is chosen (docs/arithmetic.md, "Sample"). */
export interface RunSettings {
  /** Ids of the prompt, at least one. */
  readonly prompt: readonly number[];
  /** The most tokens to generate. */
  readonly maxTokens: number;
  readonly stopIds: readonly number[];
  /** Ids from 0 on that may be sampled: rows without a token are not text. 0: all. */
  readonly sampledIds: number;
  /** 0 is greedy. */
  readonly temperature: number;
  /** 0 is off. */
  readonly topK: number;
  /** 1 is off. */
  readonly topP: number;
  /** 1 is off. */
  readonly repetitionPenalty: number;
  /** 0 is off; 3 forbids a repeated 3-gram. */
  readonly noRepeatNgram: number;
  readonly seed: number;
  /** The time to wait before operation 0 until a debugger continues the run. 0 does not wait. */
  readonly waitForDebuggerMs: number;
}

export const greedy: Omit<RunSettings, 'prompt'> = {
  maxTokens: 64,
  stopIds: [],
  sampledIds: 0,
  temperature: 0,
  topK: 0,
  topP: 1,
  repetitionPenalty: 1,
  noRepeatNgram: 0,
  seed: 1,
  waitForDebuggerMs: 0,
};
