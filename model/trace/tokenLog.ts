import type { OddsEvent, TokenEvent } from './events';
import type { TimeSplit } from './timeSplit';

/** A token that was sampled, with what is known of it. */
export interface LoggedToken {
  /** The pass that ended with it. */
  readonly pass: number;
  readonly position: number;
  readonly id: number;
  readonly text?: string;
  /** Milliseconds of all passes since the token before, where they were measured. */
  readonly split?: TimeSplit;
  readonly odds?: Pick<OddsEvent, 'probability' | 'candidates'>;
}

/** Tokens that are kept one by one. */
const keptTokens = 4096;

/** The tokens of a run in the order of their positions; of a long run the last ones. */
export class TokenLog {
  readonly tokens: LoggedToken[] = [];
  /** Tokens before those. */
  dropped = 0;

  /** @param split what it took, if that was measured. */
  add({ pass, position, id, text }: TokenEvent, split: TimeSplit | undefined): void {
    const { tokens } = this;
    // A text that begins again, or goes on from an earlier point, replaces what came after it.
    while ((tokens.at(-1)?.position ?? -1) >= position) tokens.pop();
    tokens.push({
      pass,
      position,
      id,
      ...(text !== undefined && { text }),
      ...(split !== undefined && { split }),
    });
    if (tokens.length <= keptTokens) return;
    tokens.shift();
    this.dropped++;
  }

  addOdds({ position, probability, candidates }: OddsEvent): void {
    const index = this.tokens.findLastIndex((token) => token.position === position);
    const token = this.tokens[index];
    if (token !== undefined) this.tokens[index] = { ...token, odds: { probability, candidates } };
  }
}
