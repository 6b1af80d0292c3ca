import { Worker } from 'node:worker_threads';
import type { EnginePosition } from '../engine';
import { EngineError } from '../error';
import type {
  EngineControl,
  EngineListener,
  EngineService,
  LoadRequest,
  RunUntil,
  WorkerMessage,
} from '../messages';

type Answer<Name extends keyof EngineService> = Awaited<ReturnType<EngineService[Name]>>;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The client of an engine in its own worker thread. */
export class EngineClient implements EngineService, EngineControl {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private closed = false;

  /**
   * @param workerFile the bundle of `engineWorker.ts`: an absolute path or a file URL.
   * @param listener gets the events in order, none after `dispose`.
   */
  constructor(
    workerFile: string | URL,
    private readonly listener: EngineListener,
  ) {
    this.worker = new Worker(workerFile);
    this.worker.on('message', (message: WorkerMessage) => this.receive(message));
    this.worker.on('error', (error) => this.lose(`The reference engine failed: ${String(error)}`));
    this.worker.on('exit', () => this.lose('The reference engine stopped unexpectedly.'));
  }

  /** Opens the model and stops before operation 0 with an `entry` stop. */
  load(request: LoadRequest): Promise<EnginePosition> {
    return this.ask('load', request);
  }

  setBreakpoints(operations: readonly number[]): Promise<void> {
    return this.ask('setBreakpoints', operations);
  }

  resume(until: RunUntil): Promise<void> {
    return this.ask('resume', until);
  }

  pause(): Promise<void> {
    return this.ask('pause');
  }

  writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    return this.ask('writeMemory', address, bytes);
  }

  readMemory(address: number, length: number): Promise<Uint8Array> {
    return this.ask('readMemory', address, length);
  }

  takeSnapshot(): Promise<void> {
    return this.ask('takeSnapshot');
  }

  restore(snapshot: number): Promise<EnginePosition> {
    return this.ask('restore', snapshot);
  }

  forget(snapshot: number): Promise<void> {
    return this.ask('forget', snapshot);
  }

  /** Ends the worker, even in the middle of an operation. */
  async dispose(): Promise<void> {
    this.close('The reference engine was stopped.');
    await this.worker.terminate();
  }

  private ask<Name extends keyof EngineService>(
    command: Name,
    ...args: Parameters<EngineService[Name]>
  ): Promise<Answer<Name>> {
    if (this.closed)
      return Promise.reject(new EngineError('The reference engine has stopped. Start it again.'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      // The message with this number is the result of this command.
      this.waiting.set(id, { resolve: (result) => resolve(result as Answer<Name>), reject });
      this.worker.postMessage({ id, command, arguments: args });
    });
  }

  private receive(message: WorkerMessage): void {
    if (this.closed) return;
    if (message.type === 'event') {
      this.listener(message.event);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === 'result') waiting?.resolve(message.result);
    else waiting?.reject(new EngineError(message.message));
  }

  /** The worker has ended unexpectedly. */
  private lose(message: string): void {
    if (this.closed) return;
    this.close(message);
    this.listener({ type: 'failed', message });
  }

  private close(message: string): void {
    this.closed = true;
    for (const { reject } of this.waiting.values()) reject(new EngineError(message));
    this.waiting.clear();
  }
}
