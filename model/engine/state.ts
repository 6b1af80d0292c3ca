import type { Plan } from '../plan/plan';
import type { RunSettings } from '../plan/runSettings';
import type { EndReason } from '../trace/events';
import { EngineError } from './error';
import { PagedMemory, type MemorySnapshot } from './pagedMemory';
import { xorshift32State } from './xorshift32';

/** The state of a run without its RAM. Plain data, so it can be cloned. */
export interface Progress {
  /** Counted from 0. */
  pass: number;
  /** First position of the pass, registers included. */
  first: number;
  count: number;
  /** The pass reaches the last known position and samples. */
  tail: boolean;
  /** The operation that runs next. */
  operation: number;
  /** An operation of the pass was executed, so its start was reported. */
  begun: boolean;
  /** Prompt and sampled ids. */
  tokens: number[];
  /** How many of them were sampled. */
  generated: number;
  /** State of the generator of random numbers. */
  generator: number;
  /** Reads of this pass with bytes still in RAM; without preloads. */
  inPlace: number[];
  ended?: EndReason;
}

/** A state to restore, only in the engine that took it. Pages of RAM are shared between snapshots. */
export interface Snapshot {
  readonly progress: Readonly<Progress>;
  readonly memory: MemorySnapshot;
}

/** Everything that changes while an engine runs. */
export class EngineState {
  /** The console's RAM up to the end of the plan's arena, by EE address. */
  readonly memory: PagedMemory;
  progress: Progress;
  private readonly history: number;

  constructor(
    private readonly plan: Plan,
    { prompt, seed }: RunSettings,
  ) {
    this.memory = new PagedMemory(plan.arena.end);
    const history = plan.buffers.find(({ kind }) => kind === 'tokens');
    if (!history) throw new EngineError(`The plan of ${plan.model} has no buffer for the tokens so far.`);
    this.history = history.start;
    this.progress = {
      ...{ pass: 0, first: 0, count: 0, tail: false, operation: 0, begun: false },
      ...{ tokens: [], generated: 0, generator: xorshift32State(seed), inPlace: [] },
    };
    for (const id of prompt) this.append(id);
    this.beginPass(0);
  }

  /** Appends a token, also in RAM. */
  append(id: number): void {
    const { tokens } = this.progress;
    this.memory.storeInt(this.history + tokens.length * 4, id);
    tokens.push(id);
  }

  /** Known positions: model registers and tokens so far. */
  get known(): number {
    return this.plan.config.registers + this.progress.tokens.length;
  }

  /** Starts a pass over the next known positions, from `first` on. */
  beginPass(first: number): void {
    const { progress, known } = this;
    progress.first = first;
    progress.count = Math.min(this.plan.batch, known - first);
    progress.tail = first + progress.count === known;
    progress.operation = 0;
    progress.begun = false;
    progress.inPlace = [];
  }

  save(): Snapshot {
    return { progress: structuredClone(this.progress), memory: this.memory.save() };
  }

  restore(snapshot: Snapshot): void {
    this.progress = structuredClone(snapshot.progress);
    this.memory.restore(snapshot.memory);
  }
}
