import { eeFloatRevision } from '../eeFloatRevision';
import { contextLength } from '../model';
import { arithmeticVersions, isArithmeticVersion } from '../plan/arithmeticVersion';
import type { Operation, Plan } from '../plan/plan';
import { checkRun } from '../plan/runFile';
import type { RunSettings } from '../plan/runSettings';
import type { EndReason, TraceEvent } from '../trace/events';
import { EeUnit } from './eeUnit';
import { EngineError } from './error';
import { Executor, type Yielder } from './executor';
import type { ArithmeticMode } from './floatUnit';
import { IeeeUnit } from './ieeeUnit';
import { EngineState, type Snapshot } from './state';
import { Weights, type WeightsLoader } from './weights';

/** The position of an engine: before `operation` of pass `pass`. */
export interface EnginePosition {
  readonly pass: number;
  /** First position of the pass and how many positions it has. */
  readonly first: number;
  readonly count: number;
  readonly tail: boolean;
  /** Index of the operation that runs next. */
  readonly operation: number;
}

interface EngineOptions {
  readonly plan: Plan;
  readonly loader: WeightsLoader;
  readonly settings: RunSettings;
  readonly mode: ArithmeticMode;
  /** Lets other tasks run in the middle of a long operation. */
  readonly breathe?: Yielder;
}

/**
 * The reference executor of a plan: computes, operation by operation, the bytes that the console's program must
 * compute, at the same addresses. It has no clock, and all its mutable data is in `state`.
 */
export class Engine {
  readonly state: EngineState;
  private readonly plan: Plan;
  private readonly settings: RunSettings;
  private readonly weights: Weights;
  private readonly executor: Executor;
  /** Makes an executor of another plan, over the same state. */
  private readonly executorOf: (plan: Plan) => Executor;

  /**
   * After `preload` it is before operation 0.
   * @throws EngineError when the plan has another arithmetic version or EE-float revision, PlanError when the settings do not fit the
   * plan.
   */
  constructor({ plan, loader, settings, mode, breathe = () => undefined }: EngineOptions) {
    if (!isArithmeticVersion(plan.arithmetic)) {
      throw new EngineError(
        `The plan of ${plan.model} has arithmetic version ${String(plan.arithmetic)}; this engine supports ${arithmeticVersions.join(' and ')}. Rebuild the plan.`,
      );
    }
    if (mode === 'ee' && plan.eeFloats !== eeFloatRevision) {
      throw new EngineError(
        `The plan of ${plan.model} asks for EE-float revision ${plan.eeFloats}; this engine computes with ${eeFloatRevision}. Rebuild the plan.`,
      );
    }
    checkRun(plan, settings);
    this.plan = plan;
    this.settings = settings;
    this.state = new EngineState(plan, settings);
    this.weights = new Weights(plan, loader, this.state);
    const { memory } = this.state;
    const Unit = mode === 'ee' ? EeUnit : IeeeUnit;
    const unit = new Unit(memory.buffer, plan.arithmetic);
    this.executorOf = (other) =>
      new Executor(other, unit, this.state, new Weights(other, loader, this.state), settings, breathe);
    this.executor = this.executorOf(plan);
  }

  /** Loads the data that is in RAM before the first pass: RoPE tables and resident weights. */
  async preload(): Promise<TraceEvent[]> {
    const { cos, sin, cosAddress, sinAddress } = this.plan.rope;
    this.state.memory.write(cosAddress, bytesOf(cos));
    this.state.memory.write(sinAddress, bytesOf(sin));
    return this.weights.preload();
  }

  position(): EnginePosition {
    const { pass, first, count, tail, operation } = this.state.progress;
    return { pass, first, count, tail, operation };
  }

  /** Why the run ended; undefined while it has a next operation. */
  get ended(): EndReason | undefined {
    return this.state.progress.ended;
  }

  /**
   * Executes the next operation with its reads and advances to the one after it, which may be in the next pass. If a
   * read fails, the position is unchanged and the call can be repeated.
   * @returns the events, in order.
   * @throws EngineError when the run has ended, or Error when a read fails.
   */
  async step(): Promise<TraceEvent[]> {
    const { progress } = this.state;
    const operation = this.plan.operations[progress.operation];
    if (progress.ended !== undefined || !operation) {
      throw new EngineError(`The run of ${this.plan.model} has ended and has no next operation.`);
    }
    const { pass, first, count, tail } = progress;
    const events: TraceEvent[] = progress.begun ? [] : [{ type: 'pass', pass, first, count, tail }];
    events.push(...(await this.executor.run(operation)));
    events.push({ type: 'operation', pass, operation: operation.index });
    progress.begun = true;
    if (operation.kind === 'sample') events.push(...this.finishToken());
    this.advance(operation);
    return events;
  }

  /**
   * Executes an operation as another plan has it, over the RAM of this engine, and stays where it is. The plan must have
   * the same parts in WEIGHTS.BIN. `save` and `restore` undo what it wrote.
   * @throws Error when a read fails.
   */
  async execute(plan: Plan, operation: Operation): Promise<void> {
    await this.executorOf(plan).run(operation);
  }

  /** EE RAM; fewer bytes than requested at the end of the plan's arena, none before its start. */
  readMemory(address: number, length: number): Uint8Array {
    const { start, end } = this.plan.arena;
    if (address < start) return new Uint8Array(0);
    return this.state.memory.bytes.slice(address, Math.min(address + length, end));
  }

  /** Only between two steps. */
  save(): Snapshot {
    return this.state.save();
  }

  /** @param snapshot one of this engine. */
  restore(snapshot: Snapshot): void {
    this.state.restore(snapshot);
  }

  private finishToken(): TraceEvent[] {
    const { progress, known } = this.state;
    const id = progress.tokens.at(-1) ?? 0;
    progress.generated++;
    const events: TraceEvent[] = [{ type: 'token', pass: progress.pass, position: known - 1, id }];
    const reason = this.endReason(id);
    if (reason !== undefined) {
      progress.ended = reason;
      events.push({ type: 'end', reason });
    }
    return events;
  }

  private endReason(id: number): EndReason | undefined {
    if (this.settings.stopIds.includes(id)) return 'stop id';
    if (this.state.progress.generated >= this.settings.maxTokens) return 'length';
    if (this.state.known > contextLength(this.plan.config)) return 'context';
    return undefined;
  }

  private advance(executed: Operation): void {
    const { progress } = this.state;
    const next = this.plan.operations.find(
      ({ index, tail }) => index > executed.index && (progress.tail || !tail),
    );
    if (next) {
      progress.operation = next.index;
    } else if (progress.ended === undefined) {
      progress.pass++;
      this.state.beginPass(progress.first + progress.count);
    }
  }
}

function bytesOf(floats: Float32Array): Uint8Array {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}
