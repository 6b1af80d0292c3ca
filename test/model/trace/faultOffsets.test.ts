import assert from 'node:assert/strict';
import { crc32 } from '../../../model/plan/crc32';
import { TraceFileError } from '../../../model/trace/file/error';
import type { TraceEvent } from '../../../model/trace/events';
import type { TraceInfo } from '../../../model/trace/file/info';
import { opened, sampleInfo, traceBytes } from './memoryTrace';

/** A record: what it says, and the places in it that cannot hold anything whatever. */
interface Case {
  readonly event: TraceEvent;
  /** From the first byte of the record; 8 bytes are a time or a count below 2^53, 4 a code or a count. */
  readonly fields: readonly { readonly offset: number; readonly bytes: 4 | 8 }[];
}

/** Of every record. */
const length = { offset: 1, bytes: 4 } as const;
const time = (offset: number): { readonly offset: number; readonly bytes: 8 } => ({ offset, bytes: 8 });

const cases: readonly Case[] = [
  {
    event: { type: 'pass', pass: 0, first: 0, count: 3, tail: true, at: 2 },
    fields: [length, time(18)],
  },
  { event: { type: 'operation', pass: 0, operation: 1, ms: 1, at: 2 }, fields: [length, time(14), time(22)] },
  {
    event: { type: 'read', pass: 0, read: 1, sectors: 4, lba: 9, ms: 1, at: 2, seek: true },
    fields: [length, time(22), time(30)],
  },
  {
    event: { type: 'token', pass: 0, position: 3, id: 5, at: 2, text: 'a' },
    fields: [length, time(18)],
  },
  { event: { type: 'lost', events: 1, text: 2, log: 3 }, fields: [length] },
  {
    event: {
      type: 'counters',
      rows: [{ matrix: 0, reads: 1, sectors: 2, bytes: 3, retries: 4, ms: 5 }],
    },
    fields: [length, { offset: 6, bytes: 4 }, time(18), time(26), time(38)],
  },
  { event: { type: 'stack', bytes: 100 }, fields: [length] },
  { event: { type: 'end', reason: 'length' }, fields: [length, { offset: 6, bytes: 4 }] },
];

describe('errors of a trace', () => {
  let info: TraceInfo;
  before(async () => {
    info = await sampleInfo();
  });

  for (const { event, fields } of cases) {
    it(`stand at the field that is wrong: ${event.type}`, async () => {
      const bytes = await traceBytes(info, [event]);
      const chunk = 16 + 12 + new DataView(bytes.buffer).getUint32(20, true);
      const record = chunk + 8;
      for (const { offset, bytes: size } of fields) {
        const at = record + offset;
        const damaged = bytes.slice();
        damaged.fill(0xff, at, at + size);
        const end = record + new DataView(bytes.buffer).getUint32(chunk + 4, true);
        new DataView(damaged.buffer).setUint32(end, crc32(damaged.subarray(chunk, end)), true);
        await assert.rejects(
          opened(damaged),
          (error) =>
            error instanceof TraceFileError && error.message.startsWith(`run.ps2trace: at offset ${at} is `),
          `${event.type}, ${offset}`,
        );
      }
    });
  }

  it('stand at the length of a chunk that is too long', async () => {
    const bytes = await traceBytes(info, []);
    new DataView(bytes.buffer).setUint32(20, 0xffff_ffff, true);
    await assert.rejects(
      opened(bytes),
      /at offset 20 is a chunk of 4294967295 bytes, expected at most 16777216/,
    );
  });
});
