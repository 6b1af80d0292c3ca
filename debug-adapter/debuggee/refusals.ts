import type { TargetCapabilities } from '../targets/target';

/** A target that cannot step back, and what to do instead. */
export function noWayBack({ provenance, checkpoints }: TargetCapabilities): Error {
  const instead = checkpoints === 'no' ? '' : ', or save a checkpoint where you want to return to';
  return new Error(
    `The ${provenance} target cannot step back: restart the session and stop earlier${instead}.`,
  );
}

/** A run without debugging keeps nothing to go back to. */
export function notDebugged(): Error {
  return new Error('This run keeps no way back, because it is not debugged: start it with F5 to go back.');
}

/** A target that keeps no checkpoints, and which ones do. */
export function noCheckpoints({ provenance }: TargetCapabilities): Error {
  return new Error(
    `There are no checkpoints on the ${provenance} target: debug on the built-in console ("target": "console"), or on PCSX2 with a "checkpointSlot".`,
  );
}

/** A target whose memory cannot be changed, and whose can. */
export function noWriting({ provenance }: TargetCapabilities): Error {
  return new Error(
    `Memory cannot be changed on the ${provenance} target: debug on the built-in console ("target": "console").`,
  );
}

/** Said where a run begins that is another than the one before, on a target that returns to a save state. */
export const anotherRun =
  'Memory was changed since the checkpoint, so from here on it is another run: the views add it to what they have counted.';

/** The run is over. */
export function atEnd(): Error {
  return new Error(
    'The run is at its end, where nothing would come of the change: start it again and stop earlier.',
  );
}

/** The run has been further than here, and what was seen there would not follow from the change. */
export function behind(): Error {
  return new Error(
    'You have stepped back, and the views show the run as it went on from here: continue to where it was, or start it again, and change memory there.',
  );
}
