import type { Plan } from '../../../model/plan/plan';
import type { Look } from '../client';
import { hex } from '../error';
import { eventsIn, type MailboxEvent } from '../events';
import type { Identity } from '../identity';
import { eventBytes } from '../layout';
import type { MemoryPort } from '../memoryPort';
import { Words } from '../words';

/**
 * Compares the last token that a stopped program has sampled with the plan's buffer of tokens: only a program that
 * uses the buffers of its plan has it there.
 * @returns whether there was a token to compare.
 * @throws Error when they differ.
 */
export async function checkTokens(
  plan: Plan,
  port: Pick<MemoryPort, 'read'>,
  identity: Pick<Identity, 'events'>,
  { status, counters }: Pick<Look, 'status' | 'counters'>,
): Promise<boolean> {
  if (status?.state !== 'stopped' || status.position.pass === 0) return false;
  const newest = await newestEvents(plan, port, identity, counters.eventsWritten);
  const event = newest.findLast(({ type, pass }) => type === 'token' || (type === 'pass' && pass === 0));
  // A token before the pass 0 is of an earlier text.
  if (event?.type !== 'token') return false;
  const history = plan.buffers.find(({ kind }) => kind === 'tokens');
  const index = event.index - plan.config.registers;
  if (!history || index < 0 || index >= history.rows * history.cols) return false;
  const address = history.start + index * 4;
  const found = new Words(await port.read(address, 4)).at(0);
  if (found === event.value) return true;
  throw new Error(
    `The program does not use the buffers of its plan: buffer "${history.name}" of ${plan.model} contains token ${found} for position ${event.index} at ${hex(address)}, but the program reported token ${event.value}. Keep each buffer at the address that the plan gives.`,
  );
}

/** The events of about one pass, up to the newest. */
async function newestEvents(
  { operations, reads }: Plan,
  port: Pick<MemoryPort, 'read'>,
  { events: { address, capacity } }: Pick<Identity, 'events'>,
  written: number,
): Promise<MailboxEvent[]> {
  const count = Math.min(operations.length + reads.length + 4, capacity, written);
  const first = written - count;
  const start = first % capacity;
  const untilEnd = Math.min(count, capacity - start);
  const pieces = [
    { first, start, count: untilEnd },
    { first: first + untilEnd, start: 0, count: count - untilEnd },
  ].filter((piece) => piece.count > 0);
  const found: MailboxEvent[] = [];
  for (const piece of pieces) {
    const bytes = await port.read(address + piece.start * eventBytes, piece.count * eventBytes);
    found.push(...eventsIn(bytes, piece.first));
  }
  return found;
}
