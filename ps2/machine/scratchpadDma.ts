import { RAM_BYTES, SCRATCHPAD_BYTES, SCRATCHPAD_OFFSET } from '../cpu/stateLayout';
import { raiseDmac } from '../kernel/interrupts';
import {
  chainInterrupt,
  isReleased,
  modeOf,
  modes,
  quadword,
  sliceBytes,
  sliceCyclesOf,
  slicePeriodOf,
  tags,
  transferring,
  transferTag,
} from './channelRules';
import type { DmacState, ScratchpadChannel, ScratchpadChannelNumber } from './dmacState';
import { cancelEvents, schedule } from './events';
import { hex, MachineFault } from './fault';
import type { Machine } from './machine';
import { kernelEnd } from './memory';

/** Fields of D_CTRL: memory FIFO, source of stall control. */
const memoryFifo = 0xc;
const stallSource = 0x30;
const stallSourceFromScratchpad = 0x20;

const destinationTags = { cnts: 0, cnt: 1 } as const;

const toScratchpad = 9;

const nameOf = (index: ScratchpadChannelNumber): string =>
  index === toScratchpad ? 'DMA channel 9 (to scratchpad)' : 'DMA channel 8 (from scratchpad)';

/** A write to D_CHCR. */
export function writeChannelControl(machine: Machine, index: ScratchpadChannelNumber, value: number): void {
  const channel = machine.state.dmac.channels[index];
  if ((channel.control & transferring) !== 0) {
    // While a channel transfers, only STR can be changed (EE User's Manual): 0 stops it where it is.
    if ((value & transferring) !== 0) return;
    haltChannel(machine, index);
    channel.control &= ~transferring;
    channel.block = null;
    return;
  }
  channel.control = value;
  if ((value & transferring) === 0) return;
  checkStart(machine.state.dmac, index);
  resumeChannel(machine, index);
}

/** @throws MachineFault when what is started is not modelled, or does not work on consoles. */
function checkStart({ control, interleave, channels }: DmacState, index: ScratchpadChannelNumber): void {
  const channel = channels[index];
  const name = nameOf(index);
  const fail = (what: string): never => {
    throw new MachineFault(`${name}: ${what}`, channel.address);
  };
  if (index !== toScratchpad && (control & memoryFifo) !== 0)
    fail('the memory FIFO (D_CTRL.MFD) is not supported by the built-in console.');
  if (index !== toScratchpad && (control & stallSource) === stallSourceFromScratchpad)
    fail('stall control (D_CTRL.STS) is not supported by the built-in console.');
  switch (modeOf(channel)) {
    case modes.normal:
      if (channel.quadwords === 0)
        fail(
          'D_QWC is 0. Consoles transfer an unpredictable amount; start the transfer only when there is data.',
        );
      return;
    case modes.chain:
      if ((channel.control & transferTag) !== 0)
        fail('transferring tags (D_CHCR.TTE) is not supported by the built-in console.');
      return;
    case modes.interleave: {
      const piece = (interleave >>> 16) & 0xff;
      // Recorded on a console: without piece and gap everything is moved; with other amounts the transfer never ends,
      // or D_MADR is wrong.
      if (interleave === 0 && channel.quadwords > 0) return;
      if (piece === 0 || channel.quadwords === 0 || channel.quadwords % piece !== 0)
        fail(
          `in interleave mode D_QWC (${channel.quadwords}) must be a multiple of D_SQWC.TQWC (${piece}); consoles hang otherwise.`,
        );
      return;
    }
    default:
      fail('D_CHCR.MOD is 3, which is not a mode.');
  }
}

/** Stops the clock of a transfer after the slices that are complete. */
export function haltChannel(machine: Machine, index: ScratchpadChannelNumber): void {
  const { state, now } = machine;
  if (state.dmac.channels[index].block === null) return;
  catchUp(machine, index);
  cancelEvents(state, (action) => action.kind === 'dma' && action.channel === index);
  state.dmac.busFree = now;
}

/** Starts or continues a transfer if the controller allows it. */
export function resumeChannel(machine: Machine, index: ScratchpadChannelNumber): void {
  const { dmac } = machine.state;
  const channel = dmac.channels[index];
  if ((channel.control & transferring) === 0 || !isReleased(dmac, index)) return;
  if (channel.block === null) beginTransfer(machine, index);
  else plan(machine, index, machine.now);
}

function beginTransfer(machine: Machine, index: ScratchpadChannelNumber): void {
  const channel = machine.state.dmac.channels[index];
  const mode = modeOf(channel);
  if (mode === modes.chain && channel.quadwords === 0) {
    nextTag(machine, index, machine.now);
    return;
  }
  const old = channel.control >>> 28;
  // A chain may begin with a block of the registers; D_CHCR then has the tag that it belongs to.
  const last =
    mode !== modes.chain ||
    (old & 7) === tags.end ||
    (index === toScratchpad && (old & 7) === tags.refe) ||
    (old >= 8 && (channel.control & chainInterrupt) !== 0);
  const piece = mode === modes.interleave ? (machine.state.dmac.interleave >>> 16) & 0xff : 0;
  channel.block = { last, due: 0, piece };
  beginBlock(machine, index, machine.now);
}

/** Reads the next tag of a chain and begins its block. */
function nextTag(machine: Machine, index: ScratchpadChannelNumber, at: number): void {
  const { dmac } = machine.state;
  const channel = dmac.channels[index];
  const last = index === toScratchpad ? sourceTag(machine, channel) : destinationTag(machine, channel);
  channel.block = { last, due: 0, piece: 0 };
  beginBlock(machine, index, at + sliceCyclesOf(machine));
}

/** Takes the fields that both kinds of tags have. @returns its number, its address, and whether it ends the chain. */
function takeTag(channel: ScratchpadChannel, word: number, address: number, name: string) {
  channel.control = ((channel.control & 0xffff) | (word & 0xffff0000)) >>> 0;
  channel.quadwords = word & 0xffff;
  if ((address & 0x80000000) !== 0)
    throw new MachineFault(
      `${name}: the address of a tag has bit 31 (scratchpad) set, which crashes consoles on this channel.`,
      channel.tag,
    );
  const interrupt = (word & 0x80000000) !== 0 && (channel.control & chainInterrupt) !== 0;
  return { id: (word >>> 28) & 7, address: (address & 0x7ffffff0) >>> 0, interrupt };
}

/** A tag in RAM at D_TADR. @returns whether its block is the last one. */
function sourceTag(machine: Machine, channel: ScratchpadChannel): boolean {
  const name = nameOf(toScratchpad);
  const at = channel.tag;
  if ((at & 0x80000000) !== 0)
    throw new MachineFault(`${name}: tags in the scratchpad are not supported by the built-in console.`, at);
  const offset = busOffset(machine, at, `${name} reading a tag`);
  machine.dataCache?.deviceReads(at, quadword, `${name} reading a tag`);
  const word = machine.memory.wordAt(offset);
  const { id, address, interrupt } = takeTag(channel, word, machine.memory.wordAt(offset + 4), name);
  const following = at + quadword;
  const inline = id === tags.cnt || id === tags.next || id === tags.end;
  channel.address = inline ? following : address;
  if (id === tags.cnt) channel.tag = following + channel.quadwords * quadword;
  else if (id === tags.next) channel.tag = address;
  else if (id === tags.refe || id === tags.ref || id === tags.refs) channel.tag = following;
  else if (id !== tags.end)
    throw new MachineFault(
      `${name}: the tag at ${hex(at)} is ${id === tags.call ? 'CALL' : 'RET'}, but this channel has no return addresses (D_ASR).`,
      at,
    );
  return id === tags.refe || id === tags.end || interrupt;
}

/** A tag in the scratchpad at D_SADR. @returns whether its block is the last one. */
function destinationTag(machine: Machine, channel: ScratchpadChannel): boolean {
  const name = nameOf(8);
  const offset = SCRATCHPAD_OFFSET + channel.scratchpad;
  const word = machine.memory.wordAt(offset);
  const { id, address, interrupt } = takeTag(channel, word, machine.memory.wordAt(offset + 4), name);
  if (id !== destinationTags.cnts && id !== destinationTags.cnt && id !== tags.end)
    throw new MachineFault(
      `${name}: the tag at scratchpad offset ${hex(channel.scratchpad)} has the number ${id}; destination chains have CNTS (0), CNT (1) and END (7).`,
      0x70000000 + channel.scratchpad,
    );
  channel.scratchpad = (channel.scratchpad + quadword) & (SCRATCHPAD_BYTES - 1);
  channel.address = address;
  return id === tags.end || interrupt;
}

/** Pieces of RAM that the rest of a block touches: address and bytes. */
function* pieces(machine: Machine, channel: ScratchpadChannel): Generator<readonly [number, number]> {
  const step = (machine.state.dmac.interleave >>> 16) & 0xff;
  const gap = (machine.state.dmac.interleave & 0xff) * quadword;
  let { address, quadwords: left } = channel;
  let piece = channel.block?.piece ?? 0;
  if (piece === 0) {
    if (left > 0) yield [address, left * quadword];
    return;
  }
  for (; left > 0; piece = step) {
    yield [address, piece * quadword];
    address += piece * quadword + gap;
    left -= piece;
  }
}

function checkCache(machine: Machine, index: ScratchpadChannelNumber, channel: ScratchpadChannel): void {
  if (machine.dataCache === undefined) return;
  for (const [address, bytes] of pieces(machine, channel)) {
    if (index === toScratchpad) machine.dataCache.deviceReads(address, bytes, nameOf(index));
    else machine.dataCache.deviceWrites(address, bytes, nameOf(index));
  }
}

function beginBlock(machine: Machine, index: ScratchpadChannelNumber, at: number): void {
  checkCache(machine, index, machine.state.dmac.channels[index]);
  plan(machine, index, at);
}

const slicesOf = (address: number, bytes: number): number =>
  Math.ceil(((address % sliceBytes) + bytes) / sliceBytes);

/** Lays the rest of a block into time, after what the bus does already. */
function plan(machine: Machine, index: ScratchpadChannelNumber, at: number): void {
  const { dmac } = machine.state;
  const channel = dmac.channels[index];
  if (channel.block === null) return;
  const begin = Math.max(at, dmac.busFree);
  let slices = 0;
  for (const [address, bytes] of pieces(machine, channel)) slices += slicesOf(address, bytes);
  const period = slicePeriodOf(machine);
  channel.block.due = slices === 0 ? begin : begin + sliceCyclesOf(machine);
  const end = slices === 0 ? begin : channel.block.due + (slices - 1) * period;
  dmac.busFree = end;
  schedule(machine.state, end, { kind: 'dma', channel: index });
  machine.interruptRun();
}

/** Moves the slices that are complete by now, so that memory and registers show them. */
export function catchUp(machine: Machine, index: ScratchpadChannelNumber): void {
  moveSlices(machine, index, machine.now);
}

function moveSlices(machine: Machine, index: ScratchpadChannelNumber, until: number): void {
  const { dmac } = machine.state;
  const channel = dmac.channels[index];
  const { block } = channel;
  if (block === null || !isReleased(dmac, index)) return;
  const period = slicePeriodOf(machine);
  while (channel.quadwords > 0 && block.due <= until) {
    moveSlice(machine, index, channel);
    if (channel.quadwords > 0) block.due += period;
  }
}

function moveSlice(machine: Machine, index: ScratchpadChannelNumber, channel: ScratchpadChannel): void {
  const { dmac } = machine.state;
  const block = channel.block;
  if (block === null) return;
  const room = (sliceBytes - (channel.address % sliceBytes)) / quadword;
  let count = Math.min(room, channel.quadwords);
  if (block.piece > 0) count = Math.min(count, block.piece);
  const bytes = count * quadword;
  const offset = busOffset(machine, channel.address, nameOf(index));
  if (index !== toScratchpad && channel.address < kernelEnd)
    throw new MachineFault(
      `${nameOf(index)} would write to ${hex(channel.address)} in kernel memory: D_MADR or a tag is wrong.`,
      channel.address,
    );
  if (index !== toScratchpad) machine.dataCache?.deviceWrites(channel.address, bytes, nameOf(index));
  // The scratchpad wraps around.
  const first = Math.min(bytes, SCRATCHPAD_BYTES - channel.scratchpad);
  for (const [from, at, size] of [
    [channel.scratchpad, offset, first],
    [0, offset + first, bytes - first],
  ] as const) {
    if (size === 0) continue;
    const inside = SCRATCHPAD_OFFSET + from;
    if (index === toScratchpad) machine.memory.move(inside, at, size);
    else machine.memory.move(at, inside, size);
  }
  channel.scratchpad = (channel.scratchpad + bytes) & (SCRATCHPAD_BYTES - 1);
  channel.address += bytes;
  channel.quadwords -= count;
  if (block.piece === 0) return;
  block.piece -= count;
  if (block.piece > 0) return;
  block.piece = (dmac.interleave >>> 16) & 0xff;
  // Recorded: the gap is skipped after the last piece, too.
  channel.address += (dmac.interleave & 0xff) * quadword;
}

/** A block is complete. */
export function dmaEvent(machine: Machine, index: ScratchpadChannelNumber): void {
  const channel = machine.state.dmac.channels[index];
  const { block } = channel;
  if (block === null) return;
  moveSlices(machine, index, Infinity);
  if (!block.last) {
    nextTag(machine, index, block.due);
    return;
  }
  channel.block = null;
  channel.control &= ~transferring;
  raiseDmac(machine, index);
}

/** Where the machine's buffer has a quadword that the DMAC reaches. @throws MachineFault where there is none. */
function busOffset(machine: Machine, address: number, what: string): number {
  const offset = address < 0x20000000 ? machine.memory.offsetOf(address, quadword) : undefined;
  if (offset !== undefined) return offset;
  const hint =
    address >= 0x20000000
      ? 'the DMAC takes physical addresses, not those of mirrors or of the scratchpad'
      : `RAM ends at ${hex(RAM_BYTES)}, and the built-in console has no VU1 memory`;
  throw new MachineFault(`${what}: there is no memory at ${hex(address)}; ${hint}.`, address);
}
