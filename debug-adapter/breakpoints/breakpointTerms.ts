import type { DebugProtocol } from '@vscode/debugprotocol';
import { conditionHolds, parseCondition, type Condition } from '../expressions/condition';
import { evaluate } from '../expressions/evaluate';
import { ExpressionError } from '../expressions/syntax';
import type { Stop } from '../debuggee/stop';

/** What an editor asks of a breakpoint beside its place. */
export type TermsRequest = Pick<DebugProtocol.SourceBreakpoint, 'condition' | 'hitCondition' | 'logMessage'>;

const counts: ReadonlyMap<string, (count: number, n: number) => boolean> = new Map([
  ['', (count, n) => count === n],
  ['==', (count, n) => count === n],
  ['>', (count, n) => count > n],
  ['>=', (count, n) => count >= n],
  ['<', (count, n) => count < n],
  ['<=', (count, n) => count <= n],
  ['%', (count, n) => n > 0 && count % n === 0],
]);

/** Whether a breakpoint that was come to stops the run: its condition, how often it was met, and its message instead. */
export class Terms {
  private met = 0;

  private constructor(
    private readonly condition: Condition | undefined,
    private readonly counts: ((count: number) => boolean) | undefined,
    private readonly message: string | undefined,
  ) {}

  /** @throws ExpressionError when one of them cannot be read. */
  static of({ condition, hitCondition, logMessage }: TermsRequest): Terms {
    return new Terms(
      isGiven(condition) ? parseCondition(condition) : undefined,
      isGiven(hitCondition) ? parseCount(hitCondition) : undefined,
      isGiven(logMessage) ? logMessage : undefined,
    );
  }

  /** Whether the condition holds; true where it cannot be computed. A breakpoint that only speaks never holds. */
  async hold(stop: Stop): Promise<boolean> {
    if (this.message !== undefined) return false;
    return !this.condition || conditionHolds(this.condition, stop).catch(() => true);
  }

  /**
   * Whether the run stops here. What cannot be computed here stops it too, and is said.
   * @param say told the message of a breakpoint that only speaks.
   */
  async stop(stop: Stop, say: (text: string) => void): Promise<boolean> {
    try {
      if (this.condition && !(await conditionHolds(this.condition, stop))) return false;
      this.met++;
      if (this.counts && !this.counts(this.met)) return false;
      if (this.message === undefined) return true;
      say(await filled(this.message, stop));
      return false;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      say(`A breakpoint stops here though its terms could not be looked at: ${error.message}`);
      return true;
    }
  }
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

function parseCount(text: string): (count: number) => boolean {
  const [, operator, number] = /^(==|>=|<=|>|<|%)?\s*(\d+)$/.exec(text.trim()) ?? [];
  const holds = counts.get(operator ?? '');
  if (!holds || number === undefined) {
    throw new ExpressionError(
      `Cannot read the hit count "${text}": write 5 for the fifth time, >= 5 for that and later ones, or % 5 for every fifth.`,
    );
  }
  return (count) => holds(count, Number(number));
}

/** A message with the values of what stands in braces. */
async function filled(message: string, stop: Stop): Promise<string> {
  const pieces = message.split(/\{([^{}]+)\}/);
  const texts = pieces.map(async (piece, i) => (i % 2 === 0 ? piece : (await evaluate(piece, stop)).value));
  return (await Promise.all(texts)).join('');
}
