import {
  maxRequestBytes,
  opcodes,
  replyHeadBytes,
  replyLimitBytes,
  requestHeadBytes,
} from '../../ps2/pine/wire';
import type { MemoryPort } from '../mailbox/memoryPort';
import { checkRange } from './address';
import type { PineClient } from './client';
import { PineError } from './error';

/** Bytes of a command without its value: opcode and address. */
const commandBytes = 5;
const maxCommandsBytes = maxRequestBytes - requestHeadBytes;
/** Most bytes of memory that one reply holds. */
const maxPayloadBytes = replyLimitBytes - 1 - replyHeadBytes;

/** The EE's RAM over PINE, by aligned accesses of 8 bytes where that is possible; each of them is whole, more may be torn. */
export class PineMemory implements MemoryPort {
  constructor(private readonly client: Pick<PineClient, 'request'>) {}

  async read(address: number, length: number): Promise<Uint8Array> {
    checkRange(address, length);
    const bytes = new Uint8Array(length);
    for (const { from, to, commands } of accesses(address, length, 'read')) {
      const payload = await this.client.request(commands);
      if (payload.length !== to - from) {
        throw new PineError(
          `PINE answered ${payload.length} bytes to a read of ${to - from}: see whether another program uses this slot.`,
        );
      }
      bytes.set(payload, from - address);
    }
    return bytes;
  }

  async write(address: number, bytes: Uint8Array): Promise<void> {
    checkRange(address, bytes.length);
    for (const { from, commands } of accesses(address, bytes.length, 'write')) {
      let at = 0;
      // Reads and writes of one range are cut alike; only the values are to be filled in.
      for (let to = from; at < commands.length;) {
        const width = 1 << ((commands[at] ?? 0) & 3);
        commands.set(bytes.subarray(to - address, to - address + width), at + commandBytes);
        at += commandBytes + width;
        to += width;
      }
      await this.client.request(commands);
    }
  }
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
