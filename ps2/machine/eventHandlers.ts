import type { EventAction } from './events';
import { iopStarted, receiveCommand } from '../iop/commands';
import { completeCall } from '../iop/queues';
import { beginCall, driveDone } from '../iop/services';
import { alarmDue } from '../kernel/handlers';
import { gifDmaEvent } from './gifDma';
import type { Machine } from './machine';
import { dmaEvent } from './scratchpadDma';
import { timerEvent } from './timers';
import { vblankEvent } from './vblank';

/** Handles a due event. */
export function handleEvent(machine: Machine, action: EventAction): void {
  switch (action.kind) {
    case 'sif-command':
      receiveCommand(machine, action.packet);
      return;
    case 'rpc-begin':
      beginCall(machine, action.call);
      return;
    case 'rpc-end':
      completeCall(machine, action.call, action.reply);
      return;
    case 'drive-done':
      driveDone(machine);
      return;
    case 'iop-booted':
      iopStarted(machine);
      return;
    case 'alarm':
      alarmDue(machine, action.id);
      return;
    case 'timer':
      timerEvent(machine, action.index);
      return;
    case 'dma':
      dmaEvent(machine, action.channel);
      return;
    case 'gif-dma':
      gifDmaEvent(machine);
      return;
    case 'vblank':
      vblankEvent(machine, action.start);
  }
}
