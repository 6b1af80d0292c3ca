import { isGifOpen, receiveQuadword } from '../gs/gif';
import { raiseDmac } from '../kernel/interrupts';
import {
  chainInterrupt,
  isReleased,
  modeOf,
  modes,
  quadword,
  sliceBytes,
  sliceCyclesOf,
  tags,
  transferring,
  transferTag,
} from './channelRules';
import type { GifChannel } from './dmacState';
import { cancelEvents, schedule } from './events';
import { hex, MachineFault } from './fault';
import type { Machine } from './machine';
import { SCRATCHPAD_BYTES, SCRATCHPAD_OFFSET } from '../cpu/stateLayout';

/** Channel 2: from RAM to the GIF, which passes the data on to the GS. */
export const gifChannel = 2;

/** D_CTRL: drain of the memory FIFO, and of stall control. */
const memoryFifoToGif = 0xc;
const stallDrainGif = 0x80;

/** Address bit of the scratchpad. */
const inScratchpad = 0x80000000;

/** Quadwords that are moved at once, and pixels of drawing after which the rest of them waits. */
const chunkQuadwords = 1024;
const chunkPixels = 262_144;
/** Pixels that the GS draws in an EE cycle: sixteen at half the clock. */
const pixelsPerCycle = 8;
/** A chain with more tags in a row that move nothing never ends. */
const mostEmptyTags = 65_536;

const name = 'DMA channel 2 (to the GIF)';

/** A write to D_CHCR. @throws MachineFault when a transfer is started that never ends on consoles */
export function writeGifControl(machine: Machine, value: number): void {
  const channel = machine.state.dmac.gif;
  if ((channel.control & transferring) !== 0) {
    // While a channel transfers, only STR can be changed (EE User's Manual).
    if ((value & transferring) !== 0) return;
    haltGif(machine);
    channel.control &= ~transferring;
    return;
  }
  channel.control = value;
  if ((value & transferring) === 0) return;
  const mode = modeOf(channel);
  if (mode === modes.normal && channel.quadwords === 0)
    throw new MachineFault(
      `${name}: D_QWC is 0. Consoles transfer an unpredictable amount; start the transfer only when there is data.`,
      channel.address,
    );
  if (mode !== modes.normal && mode !== modes.chain)
    throw new MachineFault(`${name}: D_CHCR.MOD is ${mode}; the channel has normal (0) and chain mode (1).`);
  nameUnmodelled(machine, value);
  channel.calls = 0;
  channel.emptyTags = 0;
  // A chain may begin with a block of the registers; D_CHCR then has the tag that it belongs to.
  const old = value >>> 28;
  channel.last =
    mode === modes.normal ||
    (channel.quadwords > 0 &&
      ((old & 7) === tags.end || (old & 7) === tags.refe || (old >= 8 && (value & chainInterrupt) !== 0)));
  resumeGif(machine);
}

function nameUnmodelled(machine: Machine, control: number): void {
  const dmac = machine.state.dmac.control;
  if ((control & transferTag) !== 0) machine.notice(`${name} does not transfer tags (D_CHCR.TTE).`);
  if ((dmac & memoryFifoToGif) === memoryFifoToGif)
    machine.notice(`${name} does not drain the memory FIFO (D_CTRL.MFD).`);
  if ((dmac & 0xc0) === stallDrainGif) machine.notice(`${name} has no stall control (D_CTRL.STD).`);
}

export const isGifBusy = (machine: Machine): boolean => (machine.state.dmac.gif.control & transferring) !== 0;

/** Stops a transfer after what was moved. */
export function haltGif(machine: Machine): void {
  cancelEvents(machine.state, ({ kind }) => kind === 'gif-dma');
}

/** Starts or continues a transfer if the controller and the GIF allow it. */
export function resumeGif(machine: Machine): void {
  const { state } = machine;
  if (!isGifBusy(machine) || !isReleased(state.dmac, gifChannel) || !isGifOpen(state.gs.gif)) return;
  if (state.events.some(({ action }) => action.kind === 'gif-dma')) return;
  planNext(machine, machine.now);
}

/** When the next tag or the next quadwords have come over the bus. */
function planNext(machine: Machine, from: number): void {
  const { dmac } = machine.state;
  const { quadwords } = dmac.gif;
  const slice = sliceCyclesOf(machine);
  const slices = (Math.min(quadwords, chunkQuadwords) * quadword) / sliceBytes;
  const cycles = quadwords === 0 ? slice : Math.ceil(slices * slice);
  const due = Math.max(from, dmac.busFree) + cycles;
  dmac.busFree = due;
  schedule(machine.state, due, { kind: 'gif-dma' });
  machine.interruptRun();
}

/** The bus has brought what was planned, or the GS has drawn the last of it. */
export function gifDmaEvent(machine: Machine): void {
  const channel = machine.state.dmac.gif;
  if (!isGifBusy(machine)) return;
  if (channel.quadwords > 0) {
    const work = moveChunk(machine, channel);
    const wait = Math.floor(work / pixelsPerCycle);
    if (channel.quadwords > 0 || !channel.last) planNext(machine, machine.now + wait);
    else if (wait > 0) schedule(machine.state, machine.now + wait, { kind: 'gif-dma' });
    else finish(machine, channel);
    return;
  }
  if (channel.last) {
    finish(machine, channel);
    return;
  }
  if (takeTag(machine, channel)) finish(machine, channel);
  else planNext(machine, machine.now);
}

function finish(machine: Machine, channel: GifChannel): void {
  channel.control &= ~transferring;
  raiseDmac(machine, gifChannel);
}

/** Passes quadwords to the GIF. @returns pixels of work that they made */
function moveChunk(machine: Machine, channel: GifChannel): number {
  const { memory } = machine;
  const count = Math.min(channel.quadwords, chunkQuadwords);
  machine.dataCache?.deviceReads(channel.address, count * quadword, name);
  let work = 0;
  for (let i = 0; i < count && work < chunkPixels; i++) {
    const offset = offsetOf(machine, channel.address, name);
    work += receiveQuadword(machine, memory.quadwordAt(offset));
    channel.address = (channel.address + quadword) >>> 0;
    channel.quadwords--;
  }
  return work;
}

/** Where the machine's buffer has a quadword. @throws MachineFault where there is no memory */
function offsetOf(machine: Machine, address: number, what: string): number {
  if ((address & inScratchpad) !== 0) return SCRATCHPAD_OFFSET + (address & (SCRATCHPAD_BYTES - 1));
  const offset = address < 0x20000000 ? machine.memory.offsetOf(address, quadword) : undefined;
  if (offset !== undefined) return offset;
  throw new MachineFault(
    `${what}: there is no memory at ${hex(address)}. The DMAC takes physical addresses, below 0x02000000 or with bit 31 for the scratchpad; check D_MADR, D_QWC and the tags.`,
    address,
  );
}

/** Reads the tag at D_TADR. @returns whether it ends the chain without data. @throws MachineFault for a chain that cannot go on */
function takeTag(machine: Machine, channel: GifChannel): boolean {
  const at = channel.tag;
  const offset = offsetOf(machine, at, `${name} reading a tag`);
  if ((at & inScratchpad) === 0) machine.dataCache?.deviceReads(at, quadword, `${name} reading a tag`);
  const [word = 0, addressWord = 0] = machine.memory.quadwordAt(offset);
  const address = (addressWord & ~15) >>> 0;
  const following = at + quadword;
  channel.control = ((channel.control & 0xffff) | (word & 0xffff0000)) >>> 0;
  channel.quadwords = word & 0xffff;
  channel.emptyTags = channel.quadwords === 0 ? channel.emptyTags + 1 : 0;
  if (channel.emptyTags > mostEmptyTags)
    throw new MachineFault(
      `${name}: the chain around ${hex(at)} has no end: ${mostEmptyTags} tags in a row moved nothing.`,
      at,
    );
  const id = (word >>> 28) & 7;
  channel.last = id === tags.refe || id === tags.end;
  channel.address = id === tags.refe || id === tags.ref || id === tags.refs ? address : following;
  const end = (following + channel.quadwords * quadword) >>> 0;
  if (id === tags.cnt) channel.tag = end;
  else if (id === tags.next) channel.tag = address;
  else if (id === tags.refe || id === tags.ref || id === tags.refs) channel.tag = following;
  else if (id === tags.call) call(channel, at, address, end);
  else if (id === tags.ret) returnFrom(channel);
  if ((word & 0x80000000) !== 0 && (channel.control & chainInterrupt) !== 0) channel.last = true;
  return channel.last && channel.quadwords === 0;
}

function call(channel: GifChannel, at: number, address: number, end: number): void {
  if (channel.calls === 2)
    throw new MachineFault(
      `${name}: the tag at ${hex(at)} is a third CALL without RET; the channel has two return addresses.`,
      at,
    );
  channel.returns[channel.calls === 0 ? 0 : 1] = end;
  channel.calls++;
  channel.tag = address;
}

/** RET without a CALL ends the chain. */
function returnFrom(channel: GifChannel): void {
  if (channel.calls === 0) {
    channel.last = true;
    return;
  }
  channel.calls--;
  channel.tag = channel.returns[channel.calls === 0 ? 0 : 1];
}
