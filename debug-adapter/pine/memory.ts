import {
  maxRequestBytes,
  opcodes,
  replyHeadBytes,
  replyLimitBytes,
  requestHeadBytes,
} from '../../ps2/pine/wire';
import type { MemoryPart, MemoryRange } from '../../ps2/pine/machine';
import type { MemoryPort } from '../mailbox/memoryPort';
import { checkRange } from './address';
import type { PineClient } from './client';
import { PineError } from './error';

/** Bytes of a command without its value: opcode and address. */
const commandBytes = 5;
const maxCommandsBytes = maxRequestBytes - requestHeadBytes;
/** The maximum number of bytes of memory in one reply. */
const maxPayloadBytes = replyLimitBytes - 1 - replyHeadBytes;
/** The number of bytes that always fit into one request: a single byte takes six. */
const maxBatchBytes = Math.floor(maxCommandsBytes / 6);

/** EE RAM over PINE, with aligned accesses of 8 bytes if possible. Each access is atomic, but a range is not. */
export class PineMemory implements MemoryPort {
  constructor(private readonly client: Pick<PineClient, 'request'>) {}

  async read(address: number, length: number): Promise<Uint8Array> {
    checkRange(address, length);
    const bytes = new Uint8Array(length);
    for (const { from, to, commands } of accesses(address, length, 'read')) {
      bytes.set(await this.payloadOf(commands, to - from), from - address);
    }
    return bytes;
  }

  async readAll(ranges: readonly MemoryRange[]): Promise<Uint8Array[]> {
    const total = ranges.reduce((sum, { length }) => sum + length, 0);
    if (total > maxBatchBytes) {
      const all: Uint8Array[] = [];
      for (const { address, length } of ranges) all.push(await this.read(address, length));
      return all;
    }
    for (const { address, length } of ranges) checkRange(address, length);
    const requests = ranges.flatMap(({ address, length }) => [...accesses(address, length, 'read')]);
    if (requests.length === 0) return ranges.map(() => new Uint8Array());
    const payload = await this.payloadOf(joined(requests), total);
    let at = 0;
    return ranges.map(({ length }) => payload.slice(at, (at += length)));
  }

  write(address: number, bytes: Uint8Array): Promise<void> {
    return this.writeAll([{ address, bytes }]);
  }

  async writeAll(parts: readonly MemoryPart[]): Promise<void> {
    for (const { address, bytes } of parts) checkRange(address, bytes.length);
    const requests = parts.flatMap(({ address, bytes }) => [...writes(address, bytes)]);
    const total = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const whole = total > maxBatchBytes ? requests.map(({ commands }) => commands) : [joined(requests)];
    for (const commands of whole) if (commands.length > 0) await this.client.request(commands);
  }

  private async payloadOf(commands: Uint8Array, length: number): Promise<Uint8Array> {
    const payload = await this.client.request(commands);
    if (payload.length === length) return payload;
    throw new PineError(
      `The PINE reply to a read of ${length} bytes has ${payload.length}: check whether another program uses this slot.`,
    );
  }
}

/** Requests for writes of these bytes. */
function* writes(address: number, bytes: Uint8Array): Generator<Access> {
  for (const access of accesses(address, bytes.length, 'write')) {
    const { from, commands } = access;
    // Reads and writes of a range have the same parts; only the values need to be filled in.
    for (let at = 0, to = from; at < commands.length;) {
      const width = 1 << ((commands[at] ?? 0) & 3);
      commands.set(bytes.subarray(to - address, to - address + width), at + commandBytes);
      at += commandBytes + width;
      to += width;
    }
    yield access;
  }
}

function joined(requests: readonly Access[]): Uint8Array {
  const commands = new Uint8Array(requests.reduce((sum, request) => sum + request.commands.length, 0));
  let at = 0;
  for (const request of requests) {
    commands.set(request.commands, at);
    at += request.commands.length;
  }
  return commands;
}

/** One request for the bytes from `from` up to `to`. */
interface Access {
  readonly from: number;
  readonly to: number;
  readonly commands: Uint8Array;
}

/** Requests in ascending order, as few as the limits allow; the values of writes are 0. */
export function* accesses(address: number, length: number, kind: 'read' | 'write'): Generator<Access> {
  const end = address + length;
  const [opcode, valueBytes] = kind === 'read' ? [opcodes.read8, 0] : [opcodes.write8, 1];
  for (let from = address; from < end;) {
    const buffer = new Uint8Array(Math.min(maxCommandsBytes, (end - from) * (commandBytes + valueBytes)));
    const view = new DataView(buffer.buffer);
    let [to, at] = [from, 0];
    while (to < end) {
      const log = widthLog(to, end - to);
      const width = 1 << log;
      const next = at + commandBytes + valueBytes * width;
      if (next > maxCommandsBytes || (kind === 'read' && to + width - from > maxPayloadBytes)) break;
      view.setUint8(at, opcode + log);
      view.setUint32(at + 1, to, true);
      at = next;
      to += width;
    }
    yield { from, to, commands: buffer.subarray(0, at) };
    from = to;
  }
}

/** Log₂ of the widest aligned access at an address. */
function widthLog(address: number, left: number): number {
  for (const log of [3, 2, 1]) if (address % (1 << log) === 0 && left >= 1 << log) return log;
  return 0;
}
