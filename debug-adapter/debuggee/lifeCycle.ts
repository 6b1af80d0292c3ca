import { AdapterError } from '../errors/adapterError';
import type { Stop } from './stop';

/** Whether a program is starting, running, stopped or ended. Callers can wait for its next stop. */
export class LifeCycle {
  private state: 'starting' | 'running' | 'stopped' | 'ended' = 'starting';
  private stop: Stop | undefined;
  private failureText: string | undefined;
  /** A step was accepted, and has not begun yet. */
  private isClaimed = false;
  private waiting: (() => void)[] = [];

  get isStarting(): boolean {
    return this.state === 'starting';
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  get hasEnded(): boolean {
    return this.state === 'ended';
  }

  /** Why the program failed, as a sentence. */
  get failure(): string | undefined {
    return this.failureText;
  }

  /** The current stop; undefined if there is none. */
  get stopped(): Stop | undefined {
    return this.stop;
  }

  /** The current stop. @throws AdapterError while the program runs or when it has ended. */
  get current(): Stop {
    if (this.state === 'stopped' && this.stop) return this.stop;
    throw this.state === 'ended'
      ? new AdapterError('programEnded', 'The run has ended. Restart the session.')
      : programRunning();
  }

  /** Reserves the current stop for one step. @throws AdapterError as `current`, and when another step has it. */
  claim(): void {
    const { current } = this;
    if (this.isClaimed) throw programRunning();
    this.isClaimed = current === this.stop;
  }

  /** The step that was accepted does not begin. */
  release(): void {
    this.isClaimed = false;
  }

  /** The program is at a stop. `wake` notifies callers that wait for it. */
  stopAt(stop: Stop): void {
    this.state = 'stopped';
    this.isClaimed = false;
    this.stop = stop;
  }

  /** The program resumes. */
  leave(): void {
    this.state = 'running';
    this.stop = undefined;
    this.isClaimed = false;
  }

  /** The program has ended, normally or by a failure. */
  end(failure?: string): void {
    this.state = 'ended';
    this.stop = undefined;
    this.isClaimed = false;
    this.failureText = failure;
    this.wake();
  }

  /** Resolves at the next stop or at the end. */
  nextStop(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function programRunning(): AdapterError {
  return new AdapterError('programRunning', 'The program is running: pause it first.');
}
