import { schedule } from '../machine/events';
import { hex, MachineFault } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { sendToEe } from '../machine/sif';
import { commandsReady, iopBooted, sifInitialised } from '../machine/sifState';
import { viewOf } from '../../common/littleEndian';
import { commandBuffer, iopMemory, isService, serviceAt, services } from './memoryMap';
import { isServiceUp } from './loadfile';
import { commandPacket, commands, endPacket } from './packets';
import { enqueueCall } from './queues';
import { rebootCycles } from './timing';

/** A command packet has arrived at the IOP. @throws MachineFault for an unknown command. */
export function receiveCommand(machine: Machine, packet: Uint8Array): void {
  const { sif } = machine.state;
  const view = viewOf(packet);
  const word = (index: number) => (4 * index + 4 <= packet.length ? view.getUint32(4 * index, true) : 0);
  const command = word(2);
  switch (command) {
    case commands.changeAddress:
      sif.receiveBuffer = word(4);
      return;
    case commands.setRegister:
      return; // The IOP's own software registers; no service here looks at them.
    case commands.initialise:
      if (word(3) === 0) sif.receiveBuffer = word(4);
      // The RPC layer is up: software register 0 of the EE becomes 1.
      else sendToEe(machine, { writes: [], packet: commandPacket(commands.setRegister, 0, [0, 1], 24) });
      return;
    case commands.reset:
      rebootIop(machine);
      return;
    case commands.rpcBind:
      bind(machine, word);
      return;
    case commands.rpcCall:
      call(machine, word);
      return;
    case commands.rpcOtherData: {
      const bytes = iopMemory(machine, word(8), word(10), 'SifGetOtherData').slice();
      sendToEe(machine, {
        writes: [{ address: word(9), bytes, what: 'the data of SifGetOtherData' }],
        packet: endPacket(word(4), word(5), word(6), word(7), commands.rpcOtherData, []),
      });
      return;
    }
    default:
      throw new MachineFault(`The program sent the IOP command ${hex(command)}, which no module handles.`);
  }
}

function bind(machine: Machine, word: (index: number) => number): void {
  const number = word(8);
  const found = isService(number) && isServiceUp(machine, number) ? services[number] : undefined;
  const words = found ? [found.server, found.buffer, 0] : [0, 0, 0];
  sendToEe(machine, {
    writes: [],
    packet: endPacket(word(4), word(5), word(6), word(7), commands.rpcBind, words),
  });
}

function call(machine: Machine, word: (index: number) => number): void {
  const server = word(13);
  const number = serviceAt(server);
  if (number === undefined) {
    throw new MachineFault(
      `Remote call to unknown server ${hex(server)}. Use the address that BIND returned.`,
    );
  }
  const service = services[number];
  const sent = word(9);
  if (sent > service.bytes) {
    throw new MachineFault(
      `A remote call to ${service.name} sends ${sent} bytes, more than its buffer of ${service.bytes}.`,
    );
  }
  enqueueCall(machine, service.queue, {
    service: number,
    recordId: word(4),
    packetAddress: word(5),
    rpcId: word(6),
    client: word(7),
    number: word(8),
    receiveAddress: word(10),
    receiveBytes: word(11),
    wantsEnd: word(12) !== 0,
    server,
    data: iopMemory(machine, service.buffer, sent, service.name).slice(),
  });
}

/** The IOP resets: it drops the EE's buffer and all calls, then sets its flags again. */
function rebootIop(machine: Machine): void {
  const { state } = machine;
  state.sif.receiveBuffer = 0;
  state.sif.outgoing = [];
  state.sif.subFlag &= ~(sifInitialised | commandsReady | iopBooted);
  for (const queue of Object.values(state.iop.queues)) {
    queue.busy = false;
    queue.waiting = [];
  }
  state.iop.files.clear();
  state.iop.modules = [];
  state.iop.pad = { ...state.iop.pad, ports: [null, null], statusArea: 0 };
  state.iop.cdvdReady = false;
  state.iop.directoryKnown = false;
  state.drive.queue = [];
  state.events = state.events.filter(({ action }) => {
    return !['sif-command', 'rpc-begin', 'rpc-end', 'drive-done'].includes(action.kind);
  });
  schedule(state, machine.now + rebootCycles, { kind: 'iop-booted' });
}

/** The reset IOP is up. */
export function iopStarted(machine: Machine): void {
  machine.state.sif.subAddress = commandBuffer;
  machine.state.sif.subFlag |= sifInitialised | commandsReady | iopBooted;
}
