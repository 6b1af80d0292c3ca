import { eventBytes } from './layout';
import type { MemoryPort } from './memoryPort';
import type { RingPlace } from './ring';
import { Words } from './words';

const types = ['unknown', 'pass', 'operation', 'read', 'token', 'end', 'text'] as const;

/** An entry of the ring of events. */
export interface MailboxEvent {
  /** Counted from the start of the program, modulo 2^32. */
  readonly number: number;
  readonly type: (typeof types)[number];
  readonly pass: number;
  readonly index: number;
  readonly value: number;
  readonly extra: number;
  /** Low word of the ticks at its start, and its duration in ticks. */
  readonly start: number;
  readonly ticks: number;
}

/** `pass` of a read before the first pass. */
export const preloadPass = 0xffffffff;
/** `extra` of a read of a program that describes itself, when it was not from the disc. */
export const notOnDisc = 0xffffffff;
/** `ticks` that are too large for the field. */
export const endlessTicks = 0xffffffff;

/** Entries from number `from` on in the bytes of a ring. An entry may have been overwritten, except for its number. */
export function eventsIn(bytes: Uint8Array, from: number): MailboxEvent[] {
  const words = new Words(bytes);
  const events: MailboxEvent[] = [];
  for (let at = 0, number = from; at < bytes.length; at += eventBytes, number = (number + 1) >>> 0) {
    if (words.at(at) !== number) continue;
    events.push({
      number,
      type: types[words.at(at + 4)] ?? 'unknown',
      pass: words.at(at + 8),
      index: words.at(at + 12),
      value: words.at(at + 16),
      extra: words.at(at + 20),
      start: words.at(at + 24),
      ticks: words.at(at + 28),
    });
  }
  return events;
}

/** Whether an entry is still unchanged in the ring. To overwrite one, the program changes its number first. */
export async function isUnchanged(
  port: MemoryPort,
  { address, capacity }: RingPlace,
  number: number,
): Promise<boolean> {
  const words = new Words(await port.read(address + (number % capacity) * eventBytes, 4));
  return words.at(0) === number;
}
