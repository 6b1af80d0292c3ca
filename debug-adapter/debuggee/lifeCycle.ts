import { AdapterError } from '../errors/adapterError';
import type { Stop } from './stop';

/** Whether a program is starting, running, stopped or ended, and who waits for its next stop. */
export class LifeCycle {
  private state: 'starting' | 'running' | 'stopped' | 'ended' = 'starting';
  private stop: Stop | undefined;
  private failureText: string | undefined;
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

  /** The present stop, where there is one. */
  get stopped(): Stop | undefined {
    return this.stop;
  }

  /** The present stop. @throws AdapterError while the program runs or when it has ended. */
  get current(): Stop {
    if (this.state === 'stopped' && this.stop) return this.stop;
    throw this.state === 'ended'
      ? new AdapterError('programEnded', 'The program has ended: start it again.')
      : new AdapterError('programRunning', 'The program is running: pause it first.');
  }

  /** The program is at a stop. Those who wait for it are woken by `wake`. */
  stand(stop: Stop): void {
    this.state = 'stopped';
    this.stop = stop;
  }

  /** The program leaves its stop. */
  leave(): void {
    this.state = 'running';
    this.stop = undefined;
  }

  /** The program has ended, by itself or by a failure. */
  end(failure?: string): void {
    this.state = 'ended';
    this.stop = undefined;
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
