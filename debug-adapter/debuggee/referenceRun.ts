import type { RunSettings } from '../../model/plan/runSettings';
import { AdapterError } from '../errors/adapterError';
import type { Position, Target, TargetEvent } from '../targets/target';
import { before, type Place } from '../stepping/snapshots';

/** A place of the reference run: what executes it, and its tokens so far. */
interface ReferencePlace {
  readonly target: Target;
  readonly position: Position;
  readonly tokens: readonly number[];
}

type Halt = TargetEvent & { type: 'stopped' | 'ended' | 'failed' };

/** The same run on the reference engine, which nothing has changed, at the place that somebody looks at. */
export class ReferenceRun {
  private target: Target | undefined;
  private position: Position | undefined;
  private tokens: number[] = [];
  private halted: (halt: Halt) => void = () => undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private readonly aborting = new AbortController();

  /** @param create makes a target of the same program. */
  constructor(
    private readonly create: () => Target,
    private readonly run: RunSettings,
  ) {}

  /**
   * Runs to before an operation of a pass, from the start if the run is past it.
   * @throws AdapterError when the run ends before.
   */
  at(place: Place): Promise<ReferencePlace> {
    const next = this.queue.then(() => this.goTo(place));
    this.queue = next.catch(() => undefined);
    return next;
  }

  async dispose(): Promise<void> {
    this.aborting.abort();
    await this.target?.dispose();
    this.target = undefined;
  }

  private async goTo(place: Place): Promise<ReferencePlace> {
    if (!this.target || !this.position || before(place, this.position)) await this.restart();
    for (;;) {
      const { target, position, tokens } = this;
      if (!target || !position) throw new AdapterError('target', 'The reference run has ended.');
      if (!before(position, place)) {
        if (position.pass === place.pass && position.operation === place.operation)
          return { target, position, tokens: [...tokens] };
        throw new AdapterError('expression', `The reference run has no such line in pass ${place.pass}.`);
      }
      await this.moveOn(target, place);
    }
  }

  private async restart(): Promise<void> {
    await this.target?.dispose();
    this.tokens = [...this.run.prompt];
    const target = this.create();
    this.target = target;
    target.onEvent((event) => this.onEvent(event));
    const entry = this.nextHalt();
    await target.launch(this.run, this.aborting.signal);
    this.arrive(await entry);
  }

  private async moveOn(target: Target, { operation }: Place): Promise<void> {
    const halt = this.nextHalt();
    await target.resume({ kind: 'operations', operations: [operation] });
    this.arrive(await halt);
  }

  private arrive(halt: Halt): void {
    this.position = halt.type === 'stopped' ? halt.position : undefined;
    if (halt.type === 'failed') throw new AdapterError('target', `The reference run failed: ${halt.message}`);
    if (halt.type === 'ended')
      throw new AdapterError('expression', 'The reference run ended before this line, after fewer tokens.');
  }

  private nextHalt(): Promise<Halt> {
    return new Promise((resolve) => (this.halted = resolve));
  }

  private onEvent(event: TargetEvent): void {
    if (event.type === 'trace')
      for (const each of event.events) if (each.type === 'token') this.tokens.push(each.id);
    if (event.type === 'stopped' || event.type === 'ended' || event.type === 'failed') this.halted(event);
  }
}
