import type { DebugProtocol } from '@vscode/debugprotocol';
import { conditionHolds, parseCondition, type Condition } from '../expressions/condition';
import { evaluate } from '../expressions/evaluate';
import { checkLength, ExpressionError } from '../expressions/syntax';
import type { Stop } from '../debuggee/stop';

/** The condition, hit count and log message that an editor sends with a breakpoint. */
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

/** Decides whether a breakpoint that the run reaches stops it, by its condition, hit count and log message. */
export class Terms {
  private met = 0;

  private constructor(
    private readonly condition: Condition | undefined,
    private readonly counts: ((count: number) => boolean) | undefined,
    private readonly message: string | undefined,
  ) {}

  /** @throws ExpressionError when one of them is invalid. */
  static of({ condition, hitCondition, logMessage }: TermsRequest): Terms {
    if (logMessage !== undefined) checkLength(logMessage);
    return new Terms(
      isGiven(condition) ? parseCondition(condition) : undefined,
      isGiven(hitCondition) ? parseCount(hitCondition) : undefined,
      isGiven(logMessage) ? logMessage : undefined,
    );
  }

  /** Whether the condition holds; true if it cannot be evaluated. A log point never holds. */
  async hold(stop: Stop): Promise<boolean> {
    if (this.message !== undefined) return false;
    return !this.condition || conditionHolds(this.condition, stop).catch(() => true);
  }

  /**
   * Whether the run stops here. It also stops if a condition cannot be evaluated, with a message.
   * @param say receives the message of a log point.
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
      say(`Stopped at a breakpoint whose condition could not be evaluated: ${error.message}`);
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
      `Invalid hit count "${text}": use 5 for the fifth hit, >= 5 from the fifth hit on, or % 5 for every fifth hit.`,
    );
  }
  return (count) => holds(count, Number(number));
}

/** A message with each expression in braces replaced by its value. */
async function filled(message: string, stop: Stop): Promise<string> {
  const pieces = message.split(/\{([^{}]+)\}/);
  const texts = pieces.map(async (piece, i) => (i % 2 === 0 ? piece : (await evaluate(piece, stop)).value));
  return (await Promise.all(texts)).join('');
}
