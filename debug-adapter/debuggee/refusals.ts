import { AdapterError } from '../errors/adapterError';
import { builtIn } from '../../targets/builtIn';
import type { Capabilities, TargetDescriptor } from '../../targets/descriptor';
import { targets } from '../../targets/targets';
import type { Target } from '../targets/target';

/** The first target that can do what another cannot: `built-in console ("target": "built-in")`. */
function another(can: (capabilities: Capabilities) => boolean): string {
  const { id, label } = targets.all.find(({ capabilities }) => can(capabilities)) ?? builtIn;
  return `${label} ("target": "${id}")`;
}

/** A target that cannot step back, and what to do instead. */
export function noWayBack({
  descriptor: { id },
  saveState,
}: Pick<Target, 'descriptor' | 'saveState'>): AdapterError {
  const checkpoint = saveState === undefined ? '' : ', or save a checkpoint where you want to return to';
  return new AdapterError(
    'notSupported',
    `The ${id} target cannot step back: restart the session and stop earlier${checkpoint}.`,
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
export function noCheckpoints({ id, capabilities }: TargetDescriptor): AdapterError {
  if (capabilities.saveStates) {
    return new AdapterError(
      'notSupported',

      `Checkpoints need a save-state slot of the emulator that PS2 ML may overwrite. Example: "${id}": { "checkpointSlot": 9 } in the launch configuration.`,
    );
  }
  const first = another(({ stepBack }) => stepBack);
  const saving = targets.all.find((target) => target.capabilities.saveStates);
  const second = saving === undefined ? '' : `, or on ${saving.label} with a "checkpointSlot"`;
  return new AdapterError(
    'notSupported',
    `There are no checkpoints on the ${id} target: debug on the ${first}${second}.`,
  );
}

/** A target whose memory cannot be changed, and whose can. */
export function noWriting({ id }: TargetDescriptor): AdapterError {
  const where = another(({ writeMemory }) => writeMemory);
  return new AdapterError(
    'notSupported',
    `Memory cannot be changed on the ${id} target: debug on the ${where}.`,
  );
}

/** A target without a program in memory, and which have one. */
export function noInstructions({ id }: TargetDescriptor): AdapterError {
  const where = another(({ disassembly }) => disassembly);
  return new AdapterError(
    'notSupported',
    `There are no instructions on the ${id} target: debug on the ${where}.`,
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
