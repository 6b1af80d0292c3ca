import {
  BreakpointEvent,
  ContinuedEvent,
  Event,
  ExitedEvent,
  OutputEvent,
  TerminatedEvent,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Listing } from '../../model/plan/listing';
import type { EndReason, TraceEvent } from '../../model/trace/events';
import type { SessionEvents, SessionPlan } from '../../model/trace/session';
import type { Breakpoints } from '../breakpoints/breakpoints';
import type { DebuggeeListener, StopCause } from '../debuggee/debuggeeListener';
import { describeStop } from './frames';
import { stoppedState } from './sessionPlan';
import type { Stop } from '../debuggee/stop';
import { TraceBatch } from './traceBatch';

/** The one thread of a session. */
export const thread = { id: 1, name: 'forward pass' } as const;

/** Reports what a program does as events for the editor and the views, in order. */
export class Reporter implements DebuggeeListener {
  private readonly batch = new TraceBatch((events) => {
    this.sendCustomEvent('ps2ml/trace', { events });
  });

  /** The end of the run was reported. After that, the user may step back. */
  private endReported = false;
  /** Sends the plan again. */
  onReplanned: () => void = () => undefined;

  constructor(private readonly send: (event: DebugProtocol.Event) => void) {}

  /** Sends the views an event that is not part of the protocol. */
  sendCustomEvent<Name extends keyof SessionEvents>(name: Name, body: SessionEvents[Name]): void {
    this.send(new Event(name, body));
  }

  /** Describes the program. Its trace events follow, because they contain ids of the plan. */
  planned(plan: SessionPlan): void {
    this.sendCustomEvent('ps2ml/plan', plan);
    this.batch.open();
  }

  stopped(stop: Stop, reason: StopCause, listing: Listing, breakpoints: Breakpoints, text?: string): void {
    this.batch.flush();
    this.sendCustomEvent('ps2ml/state', stoppedState(stop, listing));
    const { plan, facts } = stop;
    const hit = breakpoints.hitNumbers(facts.cursor);
    const stopped: DebugProtocol.StoppedEvent['body'] = {
      reason,
      description: `${titles[reason]} ${describeStop(plan, facts.cursor)}`,
      threadId: thread.id,
      allThreadsStopped: true,
      ...(text !== undefined && { text }),
      ...(reason === 'breakpoint' && hit.length > 0 && { hitBreakpointIds: hit }),
    };
    if (facts.end !== undefined && !this.endReported) {
      this.endReported = true;
      this.log(`\nEnd of run: ${endingOf(facts.end)}. Step back, or continue to end the session.`);
    }
    this.send(new Event('stopped', stopped));
  }

  running(isExpected: boolean): void {
    this.sendCustomEvent('ps2ml/state', { state: 'running' });
    // An editor expects its own steps to resume the program, but not other requests.
    if (!isExpected) this.send(new ContinuedEvent(thread.id, true));
  }

  replanned(found: readonly DebugProtocol.Breakpoint[]): void {
    this.batch.flush();
    this.onReplanned();
    for (const breakpoint of found) this.send(new BreakpointEvent('changed', breakpoint));
  }

  trace(events: readonly TraceEvent[]): void {
    this.batch.add(events);
  }

  text(text: string): void {
    this.send(new OutputEvent(text, 'stdout'));
  }

  log(text: string): void {
    this.send(new OutputEvent(text.endsWith('\n') ? text : `${text}\n`, 'console'));
  }

  ended(reason: string, failure?: string): void {
    this.batch.flush();
    this.sendCustomEvent('ps2ml/state', { state: 'ended', reason });
    if (failure === undefined && !this.endReported)
      this.log(`\nThe run has ended: ${endingOf(reason)}.${advice[reason] ?? ''}`);
    else if (failure === undefined) this.log('The session has ended.');
    else this.send(new OutputEvent(`${failure}\n`, 'important'));
    this.send(new ExitedEvent(failure === undefined ? 0 : 1));
    this.send(new TerminatedEvent());
  }
}

/** Why a run ended. A target may have further reasons. */
const endings: Readonly<Partial<Record<string, string>>> = {
  'stop id': 'the model generated an end token',
  length: 'the token limit was reached',
  context: 'the context is full',
  reported: 'the program says that its text is complete',
  terminated: 'it was stopped',
  disconnected: 'the debugger disconnected',
} satisfies Record<EndReason | 'terminated' | 'disconnected', string>;

/** How to get a longer text. */
const advice: Readonly<Partial<Record<string, string>>> = {
  length:
    ' For a longer text, raise "tokens" in the launch configuration, or the setting ps2ml.tokens in VS Code.',
} satisfies Partial<Record<EndReason, string>>;

function endingOf(reason: string): string {
  return endings[reason] ?? reason;
}

const titles: Readonly<Record<StopCause, string>> = {
  entry: 'Ready',
  step: 'Stopped',
  breakpoint: 'Breakpoint',
  pause: 'Paused',
  end: 'End of run,',
  exception: 'Divergence, stopped',
};
