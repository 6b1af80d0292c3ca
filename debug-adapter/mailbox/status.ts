import type { EndReason } from '../../model/trace/events';
import type { Position, StopReason } from '../targets/target';
import { endReasons, errorTextBytes, offsets, states, stopReasons, type ProgramState } from './layout';
import type { Words } from './words';

/** The state of the program: fields that are consistent with each other. */
export interface Status {
  readonly state: ProgramState;
  /** In `stopped`. */
  readonly stop: StopReason | undefined;
  readonly position: Position;
  /** Number of positions with a known token, model registers included. */
  readonly known: number;
  /** In `ended`. */
  readonly end: EndReason | undefined;
  readonly errorCode: number;
  /** A sentence in `failed` or when a new run was rejected; otherwise empty. */
  readonly error: string;
}

/** Counters, independent of each other. */
export interface Counters {
  readonly heartbeat: number;
  readonly acknowledged: number;
  readonly result: number;
  readonly eventsWritten: number;
  readonly textWritten: number;
  readonly logWritten: number;
  /** Most bytes of the plan's stack in use up to the last stop; 0 if unknown, as before version 1.1. */
  readonly stackBytes: number;
  readonly ticks: number;
}

export function readCounters(words: Words): Counters {
  return {
    heartbeat: words.at(offsets.heartbeat),
    acknowledged: words.at(offsets.acknowledged),
    result: words.at(offsets.result),
    eventsWritten: words.at(offsets.eventsWritten),
    textWritten: words.at(offsets.textWritten),
    logWritten: words.at(offsets.logWritten),
    stackBytes: words.at(offsets.stackBytes),
    ticks: words.longAt(offsets.ticks),
  };
}

/** The status in the block; undefined if its state is invalid. */
export function readStatus(words: Words): Status | undefined {
  const state = states[words.at(offsets.state)];
  if (state === undefined) return undefined;
  const stop = stopReasons[words.at(offsets.stop)];
  const end = endReasons[words.at(offsets.end)];
  const errorBytes = Math.min(words.at(offsets.errorBytes), errorTextBytes);
  const error = words.bytes.subarray(offsets.errorText, offsets.errorText + errorBytes);
  return {
    state,
    stop: stop === 'none' ? undefined : stop,
    position: {
      pass: words.at(offsets.pass),
      first: words.at(offsets.first),
      count: words.at(offsets.count),
      tail: words.at(offsets.tail) !== 0,
      operation: words.at(offsets.operation),
    },
    known: words.at(offsets.known),
    end: end === 'none' ? undefined : end,
    errorCode: words.at(offsets.errorCode),
    error: new TextDecoder().decode(error),
  };
}
