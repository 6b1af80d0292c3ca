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
}: Pick<Target, 'descriptor' | 'saveState'>): Error {
  const checkpoint = saveState === undefined ? '' : ', or save a checkpoint where you want to return to';
  return new Error(`The ${id} target cannot step back: restart the session and stop earlier${checkpoint}.`);
}

/** A run without debugging keeps nothing to go back to. */
export function notDebugged(): Error {
  return new Error('This run keeps no way back, because it is not debugged: start it with F5 to go back.');
}

/** A target that keeps no checkpoints, and which ones do. */
export function noCheckpoints({ id, capabilities }: TargetDescriptor): Error {
  if (capabilities.saveStates) {
    return new Error(
      `Checkpoints need a save-state slot of the emulator that is yours to overwrite: write for example "${id}": { "checkpointSlot": 9 } in the launch configuration.`,
    );
  }
  const first = another(({ stepBack }) => stepBack);
  const saving = targets.all.find((target) => target.capabilities.saveStates);
  const second = saving === undefined ? '' : `, or on ${saving.label} with a "checkpointSlot"`;
  return new Error(`There are no checkpoints on the ${id} target: debug on the ${first}${second}.`);
}

/** A target whose memory cannot be changed, and whose can. */
export function noWriting({ id }: TargetDescriptor): Error {
  const where = another(({ writeMemory }) => writeMemory);
  return new Error(`Memory cannot be changed on the ${id} target: debug on the ${where}.`);
}

/** A target without a program in memory, and which have one. */
export function noInstructions({ id }: TargetDescriptor): Error {
  const where = another(({ disassembly }) => disassembly);
  return new Error(`There are no instructions on the ${id} target: debug on the ${where}.`);
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
