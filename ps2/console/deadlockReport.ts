import { describeThread } from '../kernel/threadState';
import type { Machine } from '../machine/machine';
import { gifChannel } from '../machine/gifDma';
import { sif0Channel } from '../machine/sif';
import { isVblankHeard } from '../machine/vblank';
import type { DeadlockStop } from './stop';

/** Whether an event can wake the program: not those of fields that it does not hear of. */
export function canWake(machine: Machine): boolean {
  const { events } = machine.state;
  if (events.length === 0) return false;
  return isVblankHeard(machine) || events.some(({ action }) => action.kind !== 'vblank');
}

/** Why the program can never continue. */
export function deadlockReport(machine: Machine): DeadlockStop {
  const { state } = machine;
  const threads = [...state.threads.values()];
  const stuck = stuckParts(machine);
  const asleep =
    stuck.length === 0 &&
    threads.every(({ phase, wait }) => phase === 'dormant' || (phase === 'waiting' && wait === 'sleep'));
  const who = threads.length === 0 ? 'no threads' : threads.map(describeThread).join('; ');
  if (!asleep) stuck.push(...waitingGraphics(machine));
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

/** What the graphics wait for; a program may sleep on it. */
function waitingGraphics({ state }: Machine): string[] {
  const { gs, dmac } = state;
  if ((dmac.gif.control & 0x100) !== 0)
    return [
      `DMA channel ${gifChannel} waits with ${dmac.gif.quadwords} quadwords: the GIF or the DMAC is paused`,
    ];
  if (gs.gif.loops === 0) return [];
  return [
    `the GIF waits for the rest of a packet: ${gs.gif.loops} loops of its last tag are missing, so NLOOP is too high or a transfer was too short`,
  ];
}
