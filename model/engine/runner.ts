import { errorText } from '../../common/errorText';
import type { Model } from '../model';
import type { Buffer, Plan } from '../plan/plan';
import type { RunSettings } from '../plan/runSettings';
import type { OddsEvent, TraceEvent } from '../trace/events';
import { oddsOf, withOdds } from '../trace/odds';
import { Engine, type EnginePosition } from './engine';
import { EngineError } from './error';
import type { ArithmeticMode } from './floatUnit';
import type { EngineControl, EngineEvent, EngineListener, RunUntil, StopReason } from './messages';
import { cachedParts } from './partCache';
import type { Snapshot } from './state';
import { macrotask } from './macrotask';

interface RunnerOptions {
  readonly model: Model;
  /** Compiled from that model. */
  readonly plan: Plan;
  readonly settings: RunSettings;
  readonly mode: ArithmeticMode;
  /** Milliseconds of a clock; default: the system's. */
  readonly now?: () => number;
}

/** Longest time that messages wait. */
const sliceMs = 10;

/** Runs an engine in the current thread, in slices between which messages arrive. */
export class EngineRunner implements EngineControl {
  private readonly engine: Engine;
  private readonly now: () => number;
  private readonly logits: Buffer | undefined;
  private readonly snapshots = new Map<number, Snapshot>();
  private nextSnapshot = 1;
  private breakpoints: ReadonlySet<number> = new Set();
  private running = false;
  private pausing = false;
  private isTaking = false;
  private disposed = false;
  private sliceEnd = 0;
  private trace: TraceEvent[] = [];
  /** Settles when the current run stops; never rejects. */
  private finished = Promise.resolve();

  /** @throws EngineError or PlanError when the plan or the settings cannot be executed. */
  constructor(
    { model, plan, settings, mode, now = () => performance.now() }: RunnerOptions,
    private readonly emit: EngineListener,
  ) {
    this.now = now;
    const loader = cachedParts(model, plan);
    this.logits = plan.buffers.find(({ name }) => name === 'logits');
    this.engine = new Engine({ plan, loader, settings, mode, breathe: () => this.breathe() });
  }

  /** Loads resident data; an `entry` stop before operation 0 follows. Call it once, first. */
  async start(): Promise<EnginePosition> {
    const events = await this.engine.preload();
    this.trace.push(...events);
    this.stop('entry');
    return this.engine.position();
  }

  setBreakpoints(operations: readonly number[]): Promise<void> {
    this.breakpoints = new Set(operations);
    return Promise.resolve();
  }

  async resume(until: RunUntil): Promise<void> {
    await this.needStop('continue');
    if (this.engine.ended !== undefined)
      throw new EngineError('The run has ended. Restart it, or step back.');
    this.running = true;
    this.pausing = false;
    this.finished = this.run(until);
  }

  pause(): Promise<void> {
    this.pausing = this.running;
    return Promise.resolve();
  }

  async readMemory(address: number, length: number): Promise<Uint8Array> {
    await this.needStop('read memory');
    return this.engine.readMemory(address, length);
  }

  async writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    await this.needStop('change memory');
    return this.engine.writeMemory(address, bytes);
  }

  takeSnapshot(): Promise<void> {
    this.isTaking = true;
    if (!this.running) this.takeIfRequested();
    return Promise.resolve();
  }

  async restore(snapshot: number): Promise<EnginePosition> {
    await this.needStop('go back');
    const state = this.snapshots.get(snapshot);
    if (!state) throw new EngineError(`Snapshot ${snapshot} does not exist.`);
    this.engine.restore(state);
    return this.engine.position();
  }

  forget(snapshot: number): Promise<void> {
    this.snapshots.delete(snapshot);
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    this.disposed = true;
    this.snapshots.clear();
    return this.finished;
  }

  private needStop(what: string): Promise<void> {
    return this.running
      ? Promise.reject(new EngineError(`Cannot ${what} while the engine is running. Pause it first.`))
      : Promise.resolve();
  }

  /** Never rejects: a failure becomes an event. */
  private async run(until: RunUntil): Promise<void> {
    this.sliceEnd = this.now() + sliceMs;
    try {
      for (;;) {
        // In two steps: during a long operation the batch is sent and replaced.
        const events = await this.engine.step();
        this.trace.push(...withOdds(events, this.oddsOf(events)));
        if (this.disposed) return;
        const { ended } = this.engine;
        if (ended !== undefined) {
          this.finish({ type: 'ended', reason: ended });
          return;
        }
        this.takeIfRequested();
        const reason = this.reasonToStop(until);
        if (reason !== undefined) {
          this.stop(reason);
          return;
        }
        await this.breathe();
      }
    } catch (error) {
      this.finish({ type: 'failed', message: errorText(error) });
    }
  }

  /** Of the token that a step ended with. */
  private oddsOf(events: readonly TraceEvent[]): OddsEvent | undefined {
    const token = events.find((event) => event.type === 'token');
    const { logits } = this;
    if (token === undefined || logits === undefined) return undefined;
    const bytes = this.engine.readMemory(logits.start, logits.cols * 4);
    const odds = oddsOf(new Float32Array(bytes.buffer, bytes.byteOffset, logits.cols), token.id);
    const { pass, position } = token;
    return odds && { type: 'odds', pass, position, ...odds };
  }

  private takeIfRequested(): void {
    // After the end, the position is still that of the last operation, which a snapshot would repeat.
    if (!this.isTaking || this.engine.ended !== undefined) return;
    this.isTaking = false;
    const snapshot = this.nextSnapshot++;
    this.snapshots.set(snapshot, this.engine.save());
    this.flush();
    this.report({ type: 'snapshotTaken', snapshot, position: this.engine.position() });
  }

  private reasonToStop(until: RunUntil): StopReason | undefined {
    const { operation } = this.engine.position();
    if (this.breakpoints.has(operation)) return 'breakpoint';
    if (isReached(until, operation)) return 'step';
    return this.pausing ? 'pause' : undefined;
  }

  private stop(reason: StopReason): void {
    this.finish({ type: 'stopped', reason, position: this.engine.position() });
  }

  private finish(event: EngineEvent): void {
    this.running = false;
    this.flush();
    this.report(event);
  }

  private flush(): void {
    if (this.trace.length === 0) return;
    this.report({ type: 'trace', events: this.trace });
    this.trace = [];
  }

  private report(event: EngineEvent): void {
    if (!this.disposed) this.emit(event);
  }

  private breathe(): Promise<void> | undefined {
    if (this.now() < this.sliceEnd) return undefined;
    this.flush();
    return macrotask().then(() => {
      this.sliceEnd = this.now() + sliceMs;
    });
  }
}

/** Whether a run has reached its target before `operation`. */
function isReached(until: RunUntil, operation: number): boolean {
  switch (until.kind) {
    case 'operation':
      return true;
    case 'operations':
      return until.operations.includes(operation);
    case 'pass':
      return operation === 0;
    case 'end':
      return false;
  }
}
