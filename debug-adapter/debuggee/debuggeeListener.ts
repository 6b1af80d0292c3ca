import type { Listing } from '../../model/plan/listing';
import type { TraceEvent } from '../../model/trace/events';
import type { Breakpoints } from '../breakpoints/breakpoints';
import type { Stop } from './stop';
import type { StopReason } from '../targets/target';

/** Why a session stands; `end`: the run is over and can be gone back into. */
export type StandReason = StopReason | 'end';

/** What a debuggee reports; nothing comes after `ended`. */
export interface DebuggeeListener {
  stopped(stop: Stop, reason: StandReason, listing: Listing, breakpoints: Breakpoints): void;
  /** `isExpected`: a step of the protocol itself asked for it. */
  running(isExpected: boolean): void;
  trace(events: readonly TraceEvent[]): void;
  text(text: string): void;
  log(text: string): void;
  /** `failure` is a sentence for the user when the program did not end by itself. */
  ended(reason: string, failure?: string): void;
}
