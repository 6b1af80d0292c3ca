import { describeThread } from '../kernel/threadState';
import type { Machine } from '../machine/machine';
import { sif0Channel } from '../machine/sif';
import type { DeadlockStop } from './stop';

/** Why the program can never continue. */
export function deadlockReport(machine: Machine): DeadlockStop {
  const { state } = machine;
  const threads = [...state.threads.values()];
  const stuck = stuckParts(machine);
  const asleep =
    stuck.length === 0 &&
    threads.every(({ phase, wait }) => phase === 'dormant' || (phase === 'waiting' && wait === 'sleep'));
  const who = threads.length === 0 ? 'no threads' : threads.map(describeThread).join('; ');
  const message = asleep ? `The program has finished: ${who}.` : `Deadlock: ${[who, ...stuck].join('; ')}.`;
  return { kind: 'deadlock', message, asleep };
}

function stuckParts(machine: Machine): string[] {
  const { state } = machine;
  const parts: string[] = [];
  if (state.drive.stuck) parts.push('a disc read never completes');
  if (state.sif.outgoing.length > 0) {
    parts.push(
      'the EE does not accept a packet from the IOP: after each packet the handler must call SifSetDChain (kernel call 0x78)',
    );
  }
  if ((state.dmacStatus & ~state.dmacMask & (1 << sif0Channel)) !== 0) {
    parts.push(
      'a packet from the IOP has arrived, but its interrupt is disabled: EnableDmac(5) was not called',
    );
  }
  return parts;
}
