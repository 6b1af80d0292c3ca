import type { Elf } from '../../ee/elf';
import { commands, endPacket } from '../iop/packets';
import { loadElf, startProgram } from '../kernel/programs';
import type { Machine } from '../machine/machine';
import { sendToEe } from '../machine/sif';

/** ps2link is at 0x94000 to 0x100000 (its linker script); what it passes to the program is in that range. */
const block = 0x000f_f000;
const threadId = 0x000f_e000;
/** A client of ps2link's own remote procedure calls, laid out as ps2sdk does. */
const client = 0x000f_c000;
const clientPacket = 0x000f_c040;

/**
 * Starts a program as ps2link does with execee: its first register holds the address of { address of ps2link's thread
 * id, argc, argv[16] }; the SIF is up, and ps2link makes its own calls while the program runs.
 * @param words argv, the program's name first.
 * @throws MachineFault when it is not a program.
 */
export function executeFromLink(machine: Machine, bytes: Uint8Array, words: readonly string[]): Elf {
  const elf = loadElf(machine, bytes, words[0] ?? 'the program');
  const { memory, state } = machine;
  memory.setU32(threadId, 1, 'execee');
  memory.setU32(block, threadId, 'execee');
  memory.setU32(block + 4, words.length, 'execee');
  let text = block + 8 + 16 * 4;
  words.forEach((word, i) => {
    memory.setU32(block + 8 + 4 * i, text, 'execee');
    const to = memory.at(text, word.length + 1, 'execee');
    for (let j = 0; j < word.length; j++) to[j] = word.charCodeAt(j);
    to[word.length] = 0;
    text += word.length + 1;
  });
  // State after ps2link's initialisation: the IOP's command buffer, and the RPC layer is up.
  state.sif.systemRegisters.set(0x80000000, state.sif.subAddress);
  state.sif.systemRegisters.set(0x80000002, 1);
  startProgram(machine, elf.entry, 0, [], block);
  return elf;
}

/**
 * Ends a remote procedure call of ps2link. Once a program has set its buffer, the program's handler receives the
 * packet; it must not touch its own calls and must wake ps2link's thread.
 */
export function finishInjectedCall(machine: Machine): void {
  const { memory, state } = machine;
  if (state.sif.receiveBuffer === 0) return;
  // pkt_addr +0, sema_id +8 (none: ps2link polls), end_function +28 (none).
  for (let at = 0; at < 64; at += 4) memory.setU32(client + at, 0, 'ps2link');
  memory.setU32(client, clientPacket, 'ps2link');
  memory.setU32(client + 8, 0xffffffff, 'ps2link');
  sendToEe(machine, {
    writes: [],
    packet: endPacket(0x05, clientPacket, 1, client, commands.rpcCall, []),
  });
}
