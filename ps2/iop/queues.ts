import { schedule } from '../machine/events';
import type { Machine } from '../machine/machine';
import { sendToEe } from '../machine/sif';
import { isService, services } from './memoryMap';
import { commands, endPacket } from './packets';
import type { IopState, RpcCall, RpcReply } from './state';
import { replyCycles, serviceCycles } from './timing';

type QueueName = keyof IopState['queues'];

/** A call waits for the thread that serves it. */
export function enqueueCall(machine: Machine, name: QueueName, call: RpcCall): void {
  machine.state.iop.queues[name].waiting.push(call);
  startNext(machine, name);
}

/** The service has an answer; it reaches the EE a little later, or once it has worked for `cycles`. */
export function finishCall(machine: Machine, call: RpcCall, reply: RpcReply, cycles = 0): void {
  schedule(machine.state, machine.now + cycles + replyCycles, { kind: 'rpc-end', call, reply });
  machine.interruptRun();
}

/** The answer reaches the EE: data, result and END packet go out, and the thread takes its next call. */
export function completeCall(machine: Machine, call: RpcCall, reply: RpcReply): void {
  const result = new Uint8Array(call.receiveBytes);
  result.set(reply.result.subarray(0, call.receiveBytes));
  const name = isService(call.service) ? services[call.service].name : 'a service';
  const writes = [
    ...reply.writes,
    { address: call.receiveAddress, bytes: result, what: `the result of ${name}` },
  ];
  if (call.wantsEnd) {
    const packet = endPacket(
      call.recordId,
      call.packetAddress,
      call.rpcId,
      call.client,
      commands.rpcCall,
      [],
    );
    sendToEe(machine, { writes, packet });
  } else {
    // No notification: the call's packet in EE memory is cleared instead, which a polling program checks.
    const cleared = new Uint8Array(64);
    const answer = call.receiveBytes > 0 ? [] : [{ address: call.packetAddress, bytes: cleared, what: name }];
    sendToEe(machine, { writes: [...writes, ...answer], packet: undefined });
  }
  if (!isService(call.service)) return;
  const queue = services[call.service].queue;
  machine.state.iop.queues[queue].busy = false;
  startNext(machine, queue);
}

function startNext(machine: Machine, name: QueueName): void {
  const queue = machine.state.iop.queues[name];
  if (queue.busy) return;
  const call = queue.waiting.shift();
  if (call === undefined) return;
  queue.busy = true;
  schedule(machine.state, machine.now + serviceCycles, { kind: 'rpc-begin', call });
}

/** A reply of 32-bit words. */
export function words(...values: readonly number[]): RpcReply {
  const result = new Uint8Array(4 * values.length);
  const view = new DataView(result.buffer);
  values.forEach((value, i) => view.setInt32(4 * i, value, true));
  return { result, writes: [] };
}
