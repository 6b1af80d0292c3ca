import assert from 'node:assert/strict';
import { FormatError } from '../../../model/formatError';
import { compilePlan } from '../../../model/plan/compile';
import { crc32 } from '../../../model/plan/crc32';
import { decodePlan } from '../../../model/plan/decodePlan';
import { encodePlan } from '../../../model/plan/encodePlan';
import type { Member } from '../../../model/plan/format/field';
import { planHeader, tablePlace } from '../../../model/plan/format/header';
import { operand, tableNames, tables } from '../../../model/plan/format/tables';
import { everyFeature, randomModel } from '../../support/randomModel';

interface Place {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
}

/** What a field does not hold, or only by chance. */
const values = [0xffff_fffe, 0xffff_ffff, 77, 0];

/**
 * Fields that must go with others: when they do not, the error names one of them, and which one is wrong cannot be
 * told. All other errors must stand where the damage is.
 */
const together: Readonly<Record<string, readonly string[]>> = {
  'header.load_address': ['header.cos_address'],
  'header.heads': ['header.dim'],
  'header.kv_heads': ['header.kv_dim'],
  'header.seq_len': ['header.context'],
  'header.registers': ['header.context'],
  // NONE says that the slot is unused.
  'operation.input.index': ['operation.inputs'],
};

/** A table that is cut short is found by what refers to the rest of it. */
const cutShort = /^directory\.\w+\.count$/;

function placesIn(owner: string, start: number, members: readonly Member[]): Place[] {
  return members.flatMap(({ name, offset, bytes, type }) => {
    const at = start + offset;
    if (!type.startsWith(operand.name)) return [{ name: `${owner}.${name}`, offset: at, bytes }];
    return Array.from({ length: bytes / operand.bytes }, (_, i) =>
      placesIn(`${owner}.${name}`, at + i * operand.bytes, operand.members),
    ).flat();
  });
}

/** Every field of the header, of the directory and of the first and the last entry of each table. */
function places(bytes: Uint8Array): Place[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const directory = planHeader.offsetOf('tables');
  const header = placesIn(
    'header',
    0,
    planHeader.members.filter(({ name }) => name !== 'tables'),
  );
  const rows = tableNames.flatMap((name, index) => {
    const at = directory + index * tablePlace.bytes;
    const [start, count, size] = [0, 4, 8].map((word) => view.getUint32(at + word, true)) as [
      number,
      number,
      number,
    ];
    const own = placesIn(`directory.${name}`, at, tablePlace.members);
    if (name === 'strings') return own;
    const record = tables[name];
    const entries = [...new Set([0, count - 1])];
    return [
      ...own,
      ...entries.flatMap((entry) => placesIn(record.name, start + entry * size, record.members)),
    ];
  });
  return [...header, ...rows];
}

function faultOf(bytes: Uint8Array, name: string): FormatError | undefined {
  try {
    decodePlan(bytes, name);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return error;
  }
}

describe('errors of PLAN.BIN', () => {
  for (const [file, options] of [
    ['streamed', { embedding: 'streamed', kvCache: 'int16' }],
    ['resident', { weights: 'resident', arithmeticVersion: 2 }],
  ] as const) {
    it(`stand at the field that is wrong, whichever it is: ${file}`, function () {
      this.timeout(60_000);
      const plan = compilePlan(randomModel(everyFeature, 'q8'), { ...options, context: 16 });
      const bytes = encodePlan(plan, { id: new Uint8Array(32), crcs: [] });
      const all = places(bytes);
      const crc = planHeader.offsetOf('crc');
      const refused = new Set<string>();
      for (const { name, offset, bytes: size } of all) {
        for (const value of values) {
          const damaged = bytes.slice();
          const view = new DataView(damaged.buffer);
          if (size === 2) view.setUint16(offset, value & 0xffff, true);
          else view.setUint32(offset, value, true);
          if (offset !== crc) {
            view.setUint32(crc, 0, true);
            view.setUint32(crc, crc32(damaged), true);
          }
          const error = faultOf(damaged, file);
          if (error === undefined) continue;
          refused.add(name);
          const at = error.fault.offset ?? -1;
          if ((at >= offset && at < offset + size) || cutShort.test(name)) continue;
          const found =
            all.find((place) => at >= place.offset && at < place.offset + place.bytes)?.name ?? '';
          assert.ok(
            together[name]?.includes(found),
            `${name} at ${offset} became ${value}: ${error.message} That is ${found || 'no field'}.`,
          );
        }
      }
      for (const name of mustBeRefused(all)) assert.ok(refused.has(name), `${name} is never refused`);
    });
  }
});

/** What refers to something, has codes or a limit. */
function mustBeRefused(all: readonly Place[]): Set<string> {
  const names =
    /\.(name|id|kind|type|index|row_meaning|arrangement|resident|first_part|parts|first_tile|inputs|from|to)$/;
  const own =
    /^(header\.(magic|major|arithmetic|header_bytes|file_bytes|crc|dim|heads|head_dim|context|cos_address|model_name)|tile\.(matrix|read)|read\.(matrix|needed_by|issued_before)|operation\.(output|input)\.(buffer|matrix)|directory\..*)$/;
  const free = new Set(['layer.index']);
  return new Set(
    all.map(({ name }) => name).filter((name) => (names.test(name) || own.test(name)) && !free.has(name)),
  );
}
