import assert from 'node:assert/strict';
import { crc32 } from '../../../model/plan/crc32';
import type { TraceEvent } from '../../../model/trace/events';
import { decodeEvents, RecordError } from '../../../model/trace/file/decodeEvents';
import { recordCodes, recordFlags } from '../../../model/trace/file/format';
import { measuredRun } from '../../extension/measuredRun';
import { opened, sampleInfo, traceBytes } from './memoryTrace';

/** What JSON may hold, to be changed at a path. */
type Json = Record<string, unknown>;

/** A trace whose JSON in the chunk `name` has been changed, with a right checksum. */
function forged(bytes: Uint8Array, name: string, change: (json: Json) => void): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let start = 16; start < bytes.length;) {
    const length = view.getUint32(start + 4, true);
    if (String.fromCharCode(...bytes.subarray(start, start + 4)) !== name) {
      start += 12 + length;
      continue;
    }
    const json = JSON.parse(Buffer.from(bytes.subarray(start + 8, start + 8 + length)).toString()) as Json;
    change(json);
    const contents = Buffer.from(JSON.stringify(json));
    const chunk = Buffer.alloc(12 + contents.length);
    chunk.write(name, 'latin1');
    chunk.writeUInt32LE(contents.length, 4);
    contents.copy(chunk, 8);
    chunk.writeUInt32LE(crc32(chunk.subarray(0, -4)), chunk.length - 4);
    return Buffer.concat([bytes.subarray(0, start), chunk, bytes.subarray(start + 12 + length)]);
  }
  throw new Error(`There is no chunk ${name}.`);
}

/** Puts a value at a path such as `plan.regions[0].end`. */
const put =
  (place: string, value: unknown) =>
  (json: Json): void => {
    const keys = place.split(/[.[\]]+/).filter((key) => key !== '');
    const last = keys.pop() ?? '';
    const inside = keys.reduce((at: unknown, key) => (at as Json)[key], json);
    (inside as Json)[last] = value;
  };

const driveWith = (timing: object): object => ({
  disc: 'dvd',
  timing: {
    ...{ topSpeed: 4, innerShare: 0.4, sectorsToEdge: 2_000_000, contiguousSectors: 16 },
    ...{ fastSeekSectors: 8192, fastSeekMs: 30, fullSeekMs: 100, rotationMs: 10 },
    ...timing,
  },
});

describe('a trace with a right checksum', () => {
  let bytes: Uint8Array;
  before(async () => {
    const info = await sampleInfo();
    const run: TraceEvent[] = [...measuredRun(info.plan, 2), { type: 'end', reason: 'length' }];
    const row = { reads: 1, sectors: 1, bytes: 1, retries: 0, ms: 1 };
    bytes = await traceBytes(info, [...run, { type: 'counters', rows: [{ matrix: 0, ...row }] }]);
  });

  for (const [chunk, place, value, words] of [
    ['INFO', 'plan.drive', driveWith({ rotationMs: -1 }), /rotationMs is -1, expected a number of 0 or more/],
    ['INFO', 'plan.regions[1].start', 64, /start is 64, expected /],
    ['INFO', 'plan.regions', [], /regions is .*, expected regions up to 33554432/],
    ['INFO', 'plan.buffers[0].end', 2 ** 40, /end is 1099511627776, expected an address from/],
    ['INFO', 'plan.matrices[1].index', 0, /index is 0, expected 1/],
    ['INFO', 'plan.reads[0].neededBy', 1_000_000, /neededBy is 1000000, expected a number below/],
    ['INFO', 'plan.operations[0].kind', 'dance', /kind is "dance", expected embed/],
    ['TOTL', 'reads', [], /reads is .*, expected an array of \d+, as in the plan/],
    ['TOTL', 'counters[0].matrix', 1_000_000, /matrix is 1000000, expected a matrix below/],
    ['TOTL', 'counters[0].ms', -1, /ms is -1, expected milliseconds of 0 or more/],
  ] as const)
    it(`is refused where ${chunk} has a wrong ${place}`, async () => {
      const wrong = forged(bytes, chunk, put(place, value));
      await assert.rejects(opened(wrong), (error: Error) => {
        assert.equal(error.name, 'TraceFileError');
        assert.match(error.message, words);
        return true;
      });
    });

  it('is read when nothing in it was changed', async () => {
    const same = forged(
      forged(bytes, 'INFO', () => undefined),
      'TOTL',
      () => undefined,
    );
    assert.deepEqual((await opened(same)).totals, (await opened(bytes)).totals);
  });
});

describe('a record of an event', () => {
  /** A record with this content. */
  function record(code: number, flags: number, ...words: readonly number[]): Uint8Array {
    const bytes = new Uint8Array(6 + 4 * words.length);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, code);
    view.setUint32(1, bytes.length - 5, true);
    view.setUint8(5, flags);
    words.forEach((word, index) => view.setUint32(6 + 4 * index, word, true));
    return bytes;
  }
  const [highest, infinite] = [0xffff_ffff, 0x7ff0_0000];
  const negative = 0xbff0_0000;
  const counter = [1, 0, 1, 0, 0, 1, 0, 0, 0, 0];
  const withSectors = (low: number, high: number): number[] => counter.with(3, low).with(4, high);
  const whole = record(recordCodes.operation, 0, 1, 2);

  it('is read when it is right', () => {
    assert.deepEqual(decodeEvents(whole), [{ type: 'operation', pass: 1, operation: 2 }]);
    assert.equal(decodeEvents(record(recordCodes.counters, 0, ...counter))[0]?.type, 'counters');
  });

  for (const [what, bytes, at, found] of [
    ['cut within its head', whole.subarray(0, 3), 0, /3 bytes, expected a whole record/],
    ['cut within its content', whole.subarray(0, 9), 1, /a record of 9 bytes, expected at most 4/],
    [
      'too short for its kind',
      record(recordCodes.operation, 0, 1),
      10,
      /the end of a record, expected 4 bytes/,
    ],
    [
      'an end without a reason',
      record(recordCodes.end, 0, 4),
      6,
      /the reason 4 of an end, expected .* below 4/,
    ],
    [
      'endless',
      record(recordCodes.operation, recordFlags.ms, 1, 2, 0, infinite),
      14,
      /a time of Infinity ms/,
    ],
    [
      'before its time',
      record(recordCodes.operation, recordFlags.ms, 1, 2, 0, negative),
      14,
      /a time of -1 ms/,
    ],
    [
      'a list that is too long',
      record(recordCodes.counters, 0, 2, ...counter.slice(1)),
      6,
      /a list of 2, .* at most 1/,
    ],
    [
      'a count above 2^53',
      record(recordCodes.counters, 0, ...withSectors(highest, highest)),
      18,
      /below 2\^53/,
    ],
  ] as const)
    it(`is refused: ${what}`, () => {
      assert.throws(
        () => decodeEvents(bytes),
        (error: unknown) => {
          assert.ok(error instanceof RecordError, String(error));
          assert.match(error.message, found);
          assert.equal(error.at, at);
          return true;
        },
      );
    });
});
