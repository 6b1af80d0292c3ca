import type { EngineEvent, EngineListener, StopReason } from '../../../model/engine/messages';

/** Keeps an engine's events and waits for those that end a run. */
export class EventLog {
  readonly events: EngineEvent[] = [];
  private read = 0;
  private wake: () => void = () => undefined;

  readonly listener: EngineListener = (event) => {
    // As it is at this moment, as through a message.
    this.events.push(structuredClone(event));
    this.wake();
  };

  /** The next event that ends a run, or is its first stop. */
  async last(): Promise<EngineEvent> {
    for (;;) {
      const event = this.events[this.read];
      if (!event) {
        await new Promise<void>((resolve) => (this.wake = resolve));
        continue;
      }
      this.read++;
      if (event.type !== 'trace' && event.type !== 'snapshotTaken') return event;
    }
  }

  get kept(): (EngineEvent & { type: 'snapshotTaken' })[] {
    return this.events.flatMap((event) => (event.type === 'snapshotTaken' ? [event] : []));
  }

  /** The next stop, in short. */
  async stop(): Promise<{ reason: StopReason; pass: number; operation: number }> {
    const event = await this.last();
    if (event.type !== 'stopped') throw new Error(`expected a stop, got ${JSON.stringify(event)}`);
    const { pass, operation } = event.position;
    return { reason: event.reason, pass, operation };
  }
}
