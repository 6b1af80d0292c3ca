import { ExpressionError } from './error';

/** The values that an expression may keep at a time: 64 MiB of doubles. */
const mostKept = 8 << 20;
/** The values that an expression may go through. A classifier of 128,000 tokens has 262 million. */
const mostSeen = 1 << 30;
/** Operators, calls and names that are evaluated. */
const mostSteps = 10_000;

/** Bounds what one expression costs. */
export class Work {
  private steps = 0;
  private seen = 0;
  private kept = 0;

  /** @throws ExpressionError when it was one too many. */
  step(): void {
    if (++this.steps > mostSteps)
      throw new ExpressionError(`The expression takes more than ${mostSteps} steps. Write a shorter one.`);
  }

  /** Values are read or computed, and not kept. @throws ExpressionError when there were too many. */
  sees(count: number): void {
    this.seen += count;
    if (this.seen > mostSeen) {
      throw new ExpressionError(
        `The expression goes through more than ${mostSeen} values. Use a part, as in x[0:16].`,
      );
    }
  }

  /** Values are kept until the expression has its value. @throws ExpressionError when there are too many. */
  keeps(count: number): void {
    this.sees(count);
    this.kept += count;
    if (this.kept > mostKept) {
      throw new ExpressionError(
        `The expression would keep more than ${mostKept} values. Use a part, as in x[0:16].`,
      );
    }
  }
}
