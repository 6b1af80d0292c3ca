import { ramBytes } from '../../common/ram';
import { hex, MailboxError } from './error';
import {
  descriptionBytes,
  eventBytes,
  magic,
  mailboxBytes,
  majorVersion,
  offsets,
  totalBytes,
} from './layout';
import type { RingPlace } from './ring';
import type { Words } from './words';

/** The program of a mailbox and the addresses of its areas. Constant after the state LOADING. */
export interface Identity {
  readonly address: number;
  /** Minor version of the mailbox. */
  readonly minorVersion: number;
  readonly runNumber: number;
  readonly ticksPerSecond: number;
  /** The loaded PLAN.BIN; address 0 if it is not loaded yet. */
  readonly plan: { readonly address: number; readonly bytes: number; readonly crc: number };
  /** Absolute sector of WEIGHTS.BIN; 0 if it is not on a disc. */
  readonly weightsSector: number;
  readonly operations: number;
  readonly totals: RingPlace;
  readonly events: RingPlace;
  readonly text: RingPlace;
  readonly log: RingPlace;
  readonly input: RingPlace;
  readonly breakpoints: number;
  readonly until: number;
  readonly bitmapBytes: number;
  /** Address of the program's description of itself, since version 1.2; undefined for a program that executes a plan. */
  readonly description: number | undefined;
}

/** Whether the words from `at` on start with the magic number and their own address. `address` is that of `words`. */
export function isMailboxAt(words: Words, address: number, at = 0): boolean {
  return (
    magic.every((word, index) => words.at(at + offsets.magic + index * 4) === word) &&
    words.at(at + offsets.self) === address + at
  );
}

/**
 * Reads and checks the constant part of the block at `address`.
 * @throws MailboxError with the offset and the value found there.
 */
export function readIdentity(words: Words, address: number): Identity {
  checkHead(words, address);
  const place = (what: string, at: number, count: number, entryBytes: number): RingPlace => {
    const found = { address: words.at(at), capacity: words.at(count) };
    if (found.address + found.capacity * entryBytes > ramBytes) {
      refuse(
        address,
        at,
        `${what} at ${hex(found.address)} with ${found.capacity} entries`,
        'a place in RAM',
      );
    }
    return found;
  };
  const ring = (what: string, at: number, count: number, entryBytes: number): RingPlace => {
    const found = place(what, at, count, entryBytes);
    const isPower = found.capacity > 0 && (found.capacity & (found.capacity - 1)) === 0;
    if (!isPower) refuse(address, count, `a capacity of ${found.capacity} for ${what}`, 'a power of two');
    return found;
  };
  const { eventsAddress, textAddress, logAddress, inputAddress } = offsets;
  const identity: Identity = {
    address,
    minorVersion: words.at(offsets.version) & 0xffff,
    runNumber: words.at(offsets.runNumber),
    ticksPerSecond: words.at(offsets.ticksPerSecond),
    plan: {
      address: words.at(offsets.planAddress),
      bytes: words.at(offsets.planBytes),
      crc: words.at(offsets.planCrc),
    },
    weightsSector: words.at(offsets.weightsSector),
    operations: words.at(offsets.operations),
    totals: place('the totals', offsets.totalsAddress, offsets.totals, totalBytes),
    events: ring('the events', eventsAddress, offsets.eventsCapacity, eventBytes),
    text: ring('the text', textAddress, offsets.textCapacity, 1),
    log: ring('the log', logAddress, offsets.logCapacity, 1),
    input: place('the input', inputAddress, offsets.inputCapacity, 1),
    breakpoints: place('the breakpoints', offsets.breakpointsAddress, offsets.bitmapBytes, 1).address,
    until: place('the until bitmap', offsets.untilAddress, offsets.bitmapBytes, 1).address,
    bitmapBytes: words.at(offsets.bitmapBytes),
    description: descriptionIn(words, address),
  };
  if (identity.ticksPerSecond === 0)
    refuse(address, offsets.ticksPerSecond, '0 ticks per second', 'a positive rate');
  return identity;
}

/** Earlier versions leave these words 0. */
function descriptionIn(words: Words, address: number): number | undefined {
  const [found, bytes] = [words.at(offsets.reportAddress), words.at(offsets.reportBytes)];
  if ((words.at(offsets.version) & 0xffff) < 2 || found === 0) return undefined;
  if (found % 4 !== 0 || found + descriptionBytes > ramBytes)
    refuse(address, offsets.reportAddress, `a description at ${hex(found)}`, 'a place in RAM');
  if (bytes < descriptionBytes)
    refuse(address, offsets.reportBytes, `a description of ${bytes} bytes`, `at least ${descriptionBytes}`);
  return found;
}

function checkHead(words: Words, address: number): void {
  if (!isMailboxAt(words, address)) {
    throw new MailboxError(
      `There is no mailbox at ${hex(address)}: its magic number or its pointer to itself is missing. Restart the program.`,
    );
  }
  const version = words.at(offsets.version);
  const [major, minor] = [version >>> 16, version & 0xffff];
  if (major !== majorVersion) {
    throw new MailboxError(
      `The program's mailbox has version ${major}.${minor}, but this debugger supports ${majorVersion}.x: build the image again, or use a matching version of PS2 ML.`,
    );
  }
  const size = words.at(offsets.size);
  if (size < mailboxBytes) refuse(address, offsets.size, `a size of ${size}`, `at least ${mailboxBytes}`);
}

function refuse(address: number, offset: number, found: string, expected: string): never {
  throw new MailboxError(
    `The mailbox at ${hex(address)} is damaged: offset 0x${offset.toString(16)} contains ${found}, expected ${expected}. Restart the program.`,
  );
}
