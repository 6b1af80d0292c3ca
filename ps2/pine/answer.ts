import { readBatch, type Step } from './batch';
import type { MemoryPart, PineMachine } from './machine';
import { replyHeadBytes, resultFailed, resultOk } from './wire';

/** The reply to the commands of a request, after they were executed in their order. */
export async function answerRequest(body: Uint8Array, machine: PineMachine): Promise<Uint8Array> {
  const { steps, replyBytes, failed } = readBatch(body, machine);
  const reply = new Uint8Array(replyBytes);
  try {
    await execute(steps, machine, reply);
  } catch {
    // The machine has stopped meanwhile.
    return replyHead(new Uint8Array(replyHeadBytes), resultFailed);
  }
  return failed ? replyHead(new Uint8Array(replyHeadBytes), resultFailed) : replyHead(reply, resultOk);
}

function replyHead(reply: Uint8Array, result: number): Uint8Array {
  new DataView(reply.buffer).setUint32(0, reply.length, true);
  reply[4] = result;
  return reply;
}

/** Consecutive reads are one access to the machine, and so are writes. */
async function execute(steps: readonly Step[], machine: PineMachine, reply: Uint8Array): Promise<void> {
  for (let first = 0; first < steps.length;) {
    const kind = steps[first]?.kind;
    let end = first + 1;
    while (end < steps.length && steps[end]?.kind === kind) end++;
    const group = steps.slice(first, end);
    if (kind === 'read') await read(group, machine, reply);
    else if (kind === 'write') await write(group, machine);
    else for (const step of group) executeOther(step, machine, reply);
    first = end;
  }
}

function executeOther(step: Step, machine: PineMachine, reply: Uint8Array): void {
  if (step.kind === 'payload') reply.set(step.bytes, step.at);
  else if (step.kind === 'saveState') machine.saveState(step.slot);
  else if (step.kind === 'loadState') machine.loadState(step.slot);
}

/** Fills the payloads of reads; they stay 0 where there is no memory. */
async function read(steps: readonly Step[], machine: PineMachine, reply: Uint8Array): Promise<void> {
  const ranges: { readonly address: number; length: number; readonly at: number }[] = [];
  for (const step of steps) {
    if (step.kind !== 'read' || !machine.isMemory(step.address, step.width)) continue;
    const { address, width, at } = step;
    const last = ranges.at(-1);
    // A program reads arrays value by value: one range is far cheaper than thousands.
    if (last && last.address + last.length === address && last.at + last.length === at) last.length += width;
    else ranges.push({ address, length: width, at });
  }
  const found = await machine.read(ranges.map(({ address, length }) => ({ address, length })));
  ranges.forEach(({ at }, index) => reply.set(found[index] ?? [], at));
}

/** Writes where there is memory; elsewhere nothing happens. */
async function write(steps: readonly Step[], machine: PineMachine): Promise<void> {
  const parts: MemoryPart[] = [];
  for (const step of steps) {
    if (step.kind !== 'write' || !machine.isMemory(step.address, step.bytes.length)) continue;
    parts.push({ address: step.address, bytes: step.bytes });
  }
  if (parts.length > 0) await machine.write(parts);
}
