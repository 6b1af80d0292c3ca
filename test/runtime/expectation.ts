import { Engine } from '../../model/engine/engine';
import type { ArithmeticMode } from '../../model/engine/floatUnit';
import { cachedParts } from '../../model/engine/partCache';
import type { Model } from '../../model/model';
import { crc32 } from '../../model/plan/crc32';
import type { Plan } from '../../model/plan/plan';
import type { RunSettings } from '../../model/plan/runSettings';
import type { EndReason, TraceEvent } from '../../model/trace/events';

const endReasons: readonly EndReason[] = ['stop id', 'length', 'context'];
const preload = 0xffff_ffff;

/** Memory by EE address, of an engine or a console. */
export type ReadMemory = (address: number, length: number) => Uint8Array;

/** The rows that an operation has just put out, one for each position it ran for. */
export function outputOf(
  read: ReadMemory,
  plan: Plan,
  operation: number,
  first: number,
  count: number,
): Uint8Array {
  const executed = plan.operations[operation];
  if (!executed) throw new Error(`no operation ${operation}`);
  const { output, tail } = executed;
  const rows = Array.from({ length: tail ? 1 : count }, (_, i) => (tail ? count - 1 : i)).map((i) => {
    const index = { pass: i, position: first + i, none: 0 }[output.index];
    // A row of int16 with its scales is shorter than one of floats.
    const isInt16 = output.buffer !== undefined && plan.buffers[output.buffer]?.type === 'i16';
    return read(output.address + index * output.stride, isInt16 ? output.stride : output.cols * 4);
  });
  const bytes = new Uint8Array(rows.reduce((sum, row) => sum + row.length, 0));
  rows.reduce((at, row) => (bytes.set(row, at), at + row.length), 0);
  return bytes;
}

/** What the reference engine does with a plan, in the lines of the witness (runtime/witness/host.c). */
export async function expectedLines(
  model: Model,
  plan: Plan,
  settings: RunSettings,
  mode: ArithmeticMode,
): Promise<string[]> {
  const engine = new Engine({ plan, loader: cachedParts(model, plan), settings, mode });
  const read: ReadMemory = (address, length) => engine.readMemory(address, length);
  const lines = (await engine.preload()).map((event) => lineOf(event, ''));
  while (engine.ended === undefined) {
    const { first, count, operation } = engine.position();
    const events = await engine.step();
    const crc = crc32(outputOf(read, plan, operation, first, count))
      .toString(16)
      .padStart(8, '0');
    lines.push(...events.map((event) => lineOf(event, crc)));
  }
  return lines;
}

function lineOf(event: TraceEvent, crc: string): string {
  switch (event.type) {
    case 'pass':
      return `pass ${event.pass} ${event.first} ${event.count} ${event.tail ? 1 : 0}`;
    case 'operation':
      return `operation ${event.pass} ${event.operation} 0 0 ${crc}`;
    case 'read':
      return `read ${event.pass < 0 ? preload : event.pass} ${event.read} ${event.sectors} 0`;
    case 'token':
      return `token ${event.pass} ${event.position} ${event.id} 0`;
    case 'end':
      return `end ${endReasons.indexOf(event.reason) + 1}`;
    case 'odds':
    case 'lost':
    case 'counters':
    case 'stack':
      throw new Error(`An engine never reports "${event.type}".`);
  }
}
