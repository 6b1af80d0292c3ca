import type { OperationEvent, TokenEvent, TraceEvent } from '../../model/trace/events';
import type { Executed } from './stop';
import type { Position, Target } from '../targets/target';

/** What has a plan, which a program that describes itself replaces. */
export type Planned = Pick<Target, 'plan'>;

/** The tokens of a run so far and the passes that sampled them, collected from its trace. */
export class History {
  readonly tokens: number[];
  private readonly passes: Map<number, Omit<Position, 'operation'>>;
  private readonly ranLast: Set<number>;

  constructor(
    private readonly planned: Planned,
    tokens: readonly number[],
    passes: ReadonlyMap<number, Omit<Position, 'operation'>> = new Map(),
    private lastRun?: Pick<OperationEvent, 'pass' | 'operation'>,
    ranLast: ReadonlySet<number> = new Set(),
  ) {
    this.tokens = [...tokens];
    this.passes = new Map(passes);
    this.ranLast = new Set(ranLast);
  }

  /** A copy, with other tokens or for a later return. */
  with(tokens: readonly number[] = this.tokens): History {
    return new History(this.planned, tokens, this.passes, this.lastRun, this.ranLast);
  }

  add(event: TraceEvent): void {
    if (event.type === 'token') this.sampled(event);
    if (event.type === 'operation') this.executed(event);
    if (event.type !== 'pass') return;
    this.ranLast.clear();
    const { pass, first, count, tail } = event;
    this.passes.set(pass, { pass, first, count, tail });
  }

  /** Operations that have run in the last pass. */
  get ran(): ReadonlySet<number> {
    return this.ranLast;
  }

  private executed(event: OperationEvent): void {
    this.lastRun = event;
    this.ranLast.add(event.operation);
  }

  private sampled({ id, pass }: TokenEvent): void {
    this.tokens.push(id);
    // A program that describes itself does not say it in advance.
    const its = this.passes.get(pass);
    if (its && !its.tail) this.passes.set(pass, { ...its, tail: true });
  }

  /** The pass that ran last; undefined before the first one. */
  get lastPass(): Omit<Position, 'operation'> | undefined {
    return [...this.passes.values()].at(-1);
  }

  /** The pass that ran before another; undefined when that is the first. */
  passBefore(pass: number): number | undefined {
    return this.passes.has(pass - 1) ? pass - 1 : undefined;
  }

  /** Whether a pass before this one computed logits; true if the first passes are not known. */
  hadTailBefore(pass: number): boolean {
    if (pass > 0 && !this.passes.has(0)) return true;
    return [...this.passes.values()].some((earlier) => earlier.pass < pass && earlier.tail);
  }

  /** Whether a pass computed logits and sampled a token. */
  hasTail(pass: number): boolean {
    return this.passes.get(pass)?.tail ?? false;
  }

  /** The operation that ran just before a stop; undefined at the first one. */
  lastBefore(position: Position): Executed | undefined {
    const { plan } = this.planned;
    if (plan.described) return this.lastReported();
    if (position.operation > 0) {
      const operation = plan.operations[position.operation - 1];
      return operation && { operation, position };
    }
    const pass = this.passes.get(position.pass - 1);
    const operation = pass && plan.operations.findLast(({ tail }) => pass.tail || !tail);
    return operation && { operation, position: { ...pass, operation: operation.index } };
  }

  /** The order of operations is not known in advance, but each is reported when it has run. */
  private lastReported(): Executed | undefined {
    const { lastRun } = this;
    const operation = lastRun && this.planned.plan.operations[lastRun.operation];
    const pass = lastRun && this.passes.get(lastRun.pass);
    return operation && pass && { operation, position: { ...pass, operation: operation.index } };
  }
}
