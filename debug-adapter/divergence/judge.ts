import { Engine, type EnginePosition } from '../../model/engine/engine';
import type { ArithmeticMode } from '../../model/engine/floatUnit';
import type { WeightsLoader } from '../../model/engine/weights';
import type { Snapshot, Progress } from '../../model/engine/state';
import { cachedParts } from '../../model/engine/partCache';
import { macrotask } from '../../model/engine/macrotask';
import type { Model } from '../../model/model';
import type { Operation, Plan } from '../../model/plan/plan';
import type { RunSettings } from '../../model/plan/runSettings';

/** The reference engine as a judge: computes operations over RAM that it is given, also in other ways than the plan's. */
export class Judge {
  private before: Snapshot;

  private constructor(
    readonly plan: Plan,
    readonly mode: ArithmeticMode,
    /** The bytes of each part of a matrix, from the model's file. */
    readonly parts: WeightsLoader,
    private readonly engine: Engine,
  ) {
    this.before = engine.save();
  }

  /** A judge before operation 0. @throws Error when the model cannot be read. */
  static async start(model: Model, plan: Plan, settings: RunSettings, mode: ArithmeticMode): Promise<Judge> {
    const loader = cachedParts(model, plan);
    let last = performance.now();
    const breathe = (): Promise<void> | undefined => {
      if (performance.now() - last < 10) return undefined;
      return macrotask().then(() => void (last = performance.now()));
    };
    const engine = new Engine({ plan, loader, settings, mode, breathe });
    await engine.preload();
    return new Judge(plan, mode, loader, engine);
  }

  position(): EnginePosition {
    return this.engine.position();
  }

  get ended(): boolean {
    return this.engine.ended !== undefined;
  }

  /** The state of its run. Changes hold until the next `rewind`. */
  get progress(): Progress {
    return this.engine.state.progress;
  }

  /** Executes the next operation and goes on to the one after it. */
  async step(): Promise<void> {
    this.before = this.engine.save();
    await this.engine.step();
  }

  /**
   * Executes up to a point of the run.
   * @returns whether the run comes to it.
   */
  async runTo({ pass, operation }: Pick<EnginePosition, 'pass' | 'operation'>): Promise<boolean> {
    for (;;) {
      const at = this.position();
      if (at.pass === pass && at.operation === operation) return true;
      if (this.ended || at.pass > pass || (at.pass === pass && at.operation > operation)) return false;
      await this.engine.step();
    }
  }

  /** Goes back to before the last step. */
  rewind(): void {
    this.engine.restore(this.before);
  }

  /** Executes an operation in another way, without going on. */
  async execute(plan: Plan, operation: Operation): Promise<void> {
    await this.engine.execute(plan, operation);
  }

  /** Goes on from before the last step with another result. */
  keep(): Snapshot {
    return this.engine.save();
  }

  restore(snapshot: Snapshot): void {
    this.engine.restore(snapshot);
  }

  read(address: number, length: number): Uint8Array {
    return this.engine.state.memory.bytes.slice(address, address + length);
  }

  write(address: number, bytes: Uint8Array): void {
    this.engine.state.memory.write(address, bytes);
  }
}
