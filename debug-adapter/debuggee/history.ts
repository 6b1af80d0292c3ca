import type { Plan } from '../../model/plan/plan';
import type { TraceEvent } from '../../model/trace/events';
import type { Executed } from './stop';
import type { Position } from '../targets/target';

/** The tokens of a run so far and the passes that sampled them, collected from its trace. */
export class History {
  readonly tokens: number[];
  private readonly passes: Map<number, Omit<Position, 'operation'>>;

  constructor(
    private readonly plan: Plan,
    tokens: readonly number[],
    passes: ReadonlyMap<number, Omit<Position, 'operation'>> = new Map(),
  ) {
    this.tokens = [...tokens];
    this.passes = new Map(passes);
  }

  /** A copy, with other tokens or for a later return. */
  with(tokens: readonly number[] = this.tokens): History {
    return new History(this.plan, tokens, this.passes);
  }

  add(event: TraceEvent): void {
    if (event.type === 'token') this.tokens.push(event.id);
    if (event.type !== 'pass') return;
    const { pass, first, count, tail } = event;
    this.passes.set(pass, { pass, first, count, tail });
  }

  /** The pass that ran last; undefined before the first one. */
  get lastPass(): Omit<Position, 'operation'> | undefined {
    return [...this.passes.values()].at(-1);
  }

  /** The pass that ran before another; undefined when that is the first. */
  passBefore(pass: number): number | undefined {
    return this.passes.has(pass - 1) ? pass - 1 : undefined;
  }

  /** Whether a pass computed logits and sampled a token. */
  hasTail(pass: number): boolean {
    return this.passes.get(pass)?.tail ?? false;
  }

  /** The operation that ran just before a stop; undefined at the first one. */
  lastBefore(position: Position): Executed | undefined {
    if (position.operation > 0) {
      const operation = this.plan.operations[position.operation - 1];
      return operation && { operation, position };
    }
    const pass = this.passes.get(position.pass - 1);
    const operation = pass && this.plan.operations.findLast(({ tail }) => pass.tail || !tail);
    return operation && { operation, position: { ...pass, operation: operation.index } };
  }
}
