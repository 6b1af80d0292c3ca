import { AdapterError } from '../errors/adapterError';
import type { TargetCapabilities } from '../targets/target';

/** A target that cannot step back, and what to do instead. */
export function noWayBack({ provenance, checkpoints }: TargetCapabilities): AdapterError {
  const instead = checkpoints === 'no' ? '' : ', or save a checkpoint where you want to return to';
  return new AdapterError(
    'notSupported',

    `The ${provenance} target cannot step back: restart the session and stop earlier${instead}.`,
  );
}

/** A run without debugging takes no snapshots. */
export function notDebugged(): AdapterError {
  return new AdapterError(
    'notSupported',
    'This run was started without debugging, so it cannot go back: start it with F5.',
  );
}

/** A target that keeps no checkpoints, and which ones do. */
export function noCheckpoints({ provenance }: TargetCapabilities): AdapterError {
  return new AdapterError(
    'notSupported',

    `There are no checkpoints on the ${provenance} target: debug on the built-in console ("target": "console"), or on PCSX2 with a "checkpointSlot".`,
  );
}

/** A target whose memory cannot be changed, and whose can. */
export function noWriting({ provenance }: TargetCapabilities): AdapterError {
  return new AdapterError(
    'notSupported',

    `Memory cannot be changed on the ${provenance} target: debug on the built-in console ("target": "console").`,
  );
}

/** Logged when a run that returned to a save state differs from the one before. */
export const anotherRun =
  'Memory was changed since the checkpoint, so another run begins here: the views add its figures to those of the run before.';

/** Memory cannot be changed at the end of a run. */
export function atEnd(): AdapterError {
  return new AdapterError(
    'notSupported',

    'The run has ended, so the change would have no effect: start it again and stop earlier.',
  );
}

/** The run has been further than this line, and what the views show of it would not follow from the change. */
export function behind(): AdapterError {
  return new AdapterError(
    'notSupported',

    'You have stepped back, and the views show how the run went on from here: continue to where it was, or start it again, and change memory there.',
  );
}

/** Nothing was saved, or what was saved no longer leads to this run. @param endsByChange a change of memory discards it. */
export function noCheckpoint(endsByChange: boolean): AdapterError {
  const ends = endsByChange ? '; a change of memory discards it' : '';
  return new AdapterError('noCheckpoint', `There is no checkpoint in this session: save one first${ends}.`);
}
