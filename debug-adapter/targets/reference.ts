import type { EngineControl, EngineEvent, EngineListener } from '../../model/engine/messages';
import type { Plan } from '../../model/plan/plan';
import type { RunSettings } from '../../model/plan/runSettings';
import type { TraceEvent } from '../../model/trace/events';
import type { Program } from '../../project/program/program';
import { formatAddress } from '../../model/plan/units';
import { AdapterError } from '../errors/adapterError';
import { isFilled } from '../values/memory';
import { reference } from '../../targets/reference';
import type { SnapshotStore, Position, RunUntil, Target, TargetEvent } from './target';
import { Listeners } from './listeners';
import { MachineLaunch } from './machineLaunch';
import { TokenText } from './tokenText';

/** Starts an engine with a program, here or in a worker. It reports an `entry` stop once it is ready, and ends when aborted. */
export type EngineStarter = (
  program: Program,
  settings: RunSettings,
  listener: EngineListener,
  signal: AbortSignal,
) => Promise<EngineControl>;

/** The reference engine as a target. It needs no other files, measures no time, and has only the RAM that operations use. */
export class ReferenceTarget implements Target {
  readonly descriptor = reference;
  readonly plan: Plan;
  private readonly listeners = new Listeners();
  private readonly launching = new MachineLaunch<EngineControl>(this.listeners.signal, (engine) =>
    engine.dispose(),
  );
  private text: TokenText | undefined;
  /** The text at each snapshot. */
  private readonly texts = new Map<number, TokenText | undefined>();

  constructor(
    private readonly program: Program,
    private readonly startEngine: EngineStarter,
  ) {
    this.plan = program.plan;
  }

  onEvent(listener: (event: TargetEvent) => void): void {
    this.listeners.add(listener);
  }

  async launch(run: RunSettings, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.text = new TokenText(this.program.tokenizer, run.prompt.at(-1), run.stopIds);
    const listener = (event: EngineEvent): void => this.onEngineEvent(event);
    await this.launching.run(signal, {
      start: (either) => this.startEngine(this.program, run, listener, either),
    });
  }

  async setBreakpoints(operations: readonly number[]): Promise<void> {
    await (await this.engine()).setBreakpoints(operations);
  }

  async resume(until: RunUntil): Promise<void> {
    await (await this.engine()).resume(until);
  }

  async pause(): Promise<void> {
    await (await this.engine()).pause();
  }

  readonly snapshots: SnapshotStore = {
    take: async (): Promise<void> => (await this.engine()).takeSnapshot(),
    restore: async (snapshot: number): Promise<Position> => {
      this.text = this.texts.get(snapshot)?.fork();
      return (await this.engine()).restore(snapshot);
    },
    forget: async (snapshot: number): Promise<void> => {
      this.texts.delete(snapshot);
      await (await this.engine()).forget(snapshot);
    },
  };

  /** Reads only regions that operations use, because the engine has no other RAM. */
  async readMemory(address: number, length: number): Promise<Uint8Array> {
    const inside = this.plan.regions.filter(({ kind }) => isFilled(kind));
    let end = address;
    for (const region of inside) if (region.start <= end && end < region.end) end = region.end;
    const readable = Math.min(length, end - address);
    if (readable === 0) return new Uint8Array();
    return (await this.engine()).readMemory(address, readable);
  }

  /** Changes only regions that operations use. */
  async writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    const isInside = this.plan.regions.some(
      ({ kind, start, end }) => isFilled(kind) && start <= address && address + bytes.length <= end,
    );
    if (!isInside) {
      const last = address + bytes.length - 1;
      throw new AdapterError(
        'arguments',
        `The reference engine has only the memory that operations use, and ${formatAddress(address)} to ${formatAddress(last)} is not within one region of it. Look at the RAM map for its regions.`,
      );
    }
    return (await this.engine()).writeMemory(address, bytes);
  }

  async dispose(): Promise<void> {
    this.listeners.end();
    await this.launching.close();
  }

  private engine(): Promise<EngineControl> {
    return this.launching.machine ?? Promise.reject(new Error('The reference engine has not been started.'));
  }

  private onEngineEvent(event: EngineEvent): void {
    if (event.type === 'snapshotTaken') this.texts.set(event.snapshot, this.text?.fork());
    this.listeners.emit(event);
    if (event.type === 'trace') this.emitText(event.events);
  }

  private emitText(events: readonly TraceEvent[]): void {
    const text = events.map((event) => (event.type === 'token' ? this.text?.next(event.id) : '')).join('');
    if (text !== '') this.listeners.emit({ type: 'text', text });
  }
}
