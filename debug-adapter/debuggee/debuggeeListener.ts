import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Listing } from '../../model/plan/listing';
import type { TraceEvent } from '../../model/trace/events';
import type { Breakpoints } from '../breakpoints/breakpoints';
import type { Stop } from './stop';
import type { StopReason } from '../targets/target';

/**
 * Why a session is stopped. `end`: the run has ended, and the user can step back. `exception`: something is wrong, which
 * a text says.
 */
export type StopCause = StopReason | 'end' | 'exception';

/** Receives the reports of a debuggee. `ended` is the last one. */
export interface DebuggeeListener {
  /** @param text what is wrong, for an `exception`. */
  stopped(stop: Stop, reason: StopCause, listing: Listing, breakpoints: Breakpoints, text?: string): void;
  /** `isExpected`: a step request of the protocol caused it. */
  running(isExpected: boolean): void;
  /** The plan of a program that describes itself has grown. @param found breakpoints that match an operation now. */
  replanned(found: readonly DebugProtocol.Breakpoint[]): void;
  trace(events: readonly TraceEvent[]): void;
  text(text: string): void;
  log(text: string): void;
  /** `failure` is a sentence for the user, if the program failed. */
  ended(reason: string, failure?: string): void;
}
