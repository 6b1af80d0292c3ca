import { AdapterError } from '../errors/adapterError';
import { builtIn } from '../../targets/builtIn';
import type { Capabilities, TargetDescriptor } from '../../targets/descriptor';
import { targets } from '../../targets/targets';
import type { Target } from '../targets/target';

/** The first target with a capability: `built-in console ("target": "built-in")`. */
function another(can: (capabilities: Capabilities) => boolean): string {
  const { id, label } = targets.all.find(({ capabilities }) => can(capabilities)) ?? builtIn;
  return `${label} ("target": "${id}")`;
}

/** The target cannot step back. The message says what to do instead. */
export function cannotStepBack({
  descriptor: { id },
  saveState,
}: Pick<Target, 'descriptor' | 'saveState'>): AdapterError {
  const checkpoint = saveState === undefined ? '' : ', or save a checkpoint to return to';
  return new AdapterError(
    'notSupported',
    `The ${id} target cannot step back: restart the session and stop earlier${checkpoint}.`,
  );
}

/** A run without debugging takes no snapshots. */
export function notDebugged(): AdapterError {
  return new AdapterError(
    'notSupported',
    'This run was started without debugging, so it cannot go back. Start it with F5.',
  );
}

/** At the end of a run there is nothing left to compare. */
export function runHasEnded(): AdapterError {
  return new AdapterError(
    'notSupported',
    'The run has ended, so there is nothing left to compare: go back to its beginning with Reverse, and compare from there.',
  );
}

/** A program that describes itself has no plan that the reference could execute. */
export function notComparable(): AdapterError {
  return new AdapterError(
    'notSupported',
    'A program that describes itself computes in its own way, so it cannot be compared operation by operation.',
  );
}

/** The target has no checkpoints. The message names targets that have. */
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
    `The ${id} target does not support checkpoints. Debug on the ${first}${second}.`,
  );
}

/** The memory of the target cannot be changed. The message names a target where it can. */
export function noWriting({ id }: TargetDescriptor): AdapterError {
  const where = another(({ writeMemory }) => writeMemory);
  return new AdapterError(
    'notSupported',
    `The ${id} target does not support changing memory. Debug on the ${where}.`,
  );
}

/** The target has no program in memory. The message names a target that has. */
export function noInstructions({ id }: TargetDescriptor): AdapterError {
  const where = another(({ disassembly }) => disassembly);
  return new AdapterError(
    'notSupported',
    `The ${id} target does not support disassembly. Debug on the ${where}.`,
  );
}

/** Logged when a run that returned to a save state differs from the previous one. */
export const newRunNotice =
  'Memory was changed after the checkpoint, so a new run starts here. The views add its figures to those of the previous run.';

/** Memory cannot be changed at the end of a run. */
export function atEnd(): AdapterError {
  return new AdapterError(
    'notSupported',

    'The run has ended, so the change would have no effect. Restart the session and stop earlier.',
  );
}

/** The run has been further than this line, and the views show a continuation without the change. */
export function behind(): AdapterError {
  return new AdapterError(
    'notSupported',

    'Memory cannot be changed after stepping back, because the views show how the run continued. Continue to the latest stop, or restart the session, and change memory there.',
  );
}

/** No checkpoint was saved, or it was discarded. @param endsByChange changing memory discards it. */
export function noCheckpoint(endsByChange: boolean): AdapterError {
  const ends = endsByChange ? ' Changing memory discards the checkpoint.' : '';
  return new AdapterError('noCheckpoint', `There is no checkpoint in this session: save one first.${ends}`);
}
