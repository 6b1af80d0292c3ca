import { sectorBytes } from '../../plan/units';
import type { TraceEvent } from '../events';
import type { TraceFile } from '../file/reader';
import { readName } from '../readName';
import type { SessionPlan } from '../session';
import { timeParts, totalMs } from '../timeSplit';

/** The tables that can be exported. */
export const csvTables = ['events', 'disc', 'operations', 'passes', 'ram'] as const;
type CsvTable = (typeof csvTables)[number];

type Cell = string | number | boolean | undefined;

/** A table of a trace as CSV (RFC 4180: commas, CRLF, a header row), in pieces. */
export async function* csvOf(trace: TraceFile, table: CsvTable): AsyncGenerator<string, void, undefined> {
  if (table === 'events') {
    yield lines([eventColumns]);
    for await (const events of trace.events()) {
      const rows = events.map((event) => eventRow(event, trace.info.plan));
      yield lines(rows, eventColumns.length);
    }
    return;
  }
  yield lines(tables[table](trace));
}

const tables: Readonly<Record<Exclude<CsvTable, 'events'>, (trace: TraceFile) => Cell[][]>> = {
  disc: ({ info: { plan }, totals }) => [
    [
      'read',
      'matrix',
      'preload',
      'sector',
      'sectors',
      'bytes',
      'reads',
      'sectors_read',
      'bytes_read',
      'lba',
      'seeks',
      'ms',
    ],
    ...plan.reads.map(({ index, matrix, preload, sector, sectors, bytes }) => {
      const { count = 0, sectors: sectorsRead = 0, lba, seeks, ms } = totals.reads[index] ?? {};
      const name = matrix === undefined ? '' : plan.matrices[matrix]?.name;
      return [
        index,
        name,
        preload,
        sector,
        sectors,
        bytes,
        count,
        sectorsRead,
        sectorsRead * sectorBytes,
        lba,
        seeks,
        ms,
      ];
    }),
  ],
  operations: ({ info: { plan }, totals }) => [
    ['operation', 'id', 'kind', 'layer', 'line', 'runs', 'ms'],
    ...plan.operations.map(({ index, id, kind, layer, line }) => {
      const { count = 0, ms } = totals.operations[index] ?? {};
      return [index, id, kind, layer, line, count, ms];
    }),
  ],
  passes: ({ totals: { times } }) => [
    ['pass', 'first', 'count', 'token', 'text', 'ms', ...timeParts],
    ...times.passes.map(({ pass, first, count, token, split }) => [
      pass,
      first,
      count,
      token?.id,
      token?.text,
      totalMs(split),
      ...timeParts.map((part) => split[part]),
    ]),
  ],
  ram: ({ info: { plan } }) => [
    ['region', 'kind', 'start', 'end', 'bytes'],
    ...plan.regions.map(({ name, kind, start, end }) => [name, kind, start, end, end - start]),
  ],
};

const eventColumns = [
  'type',
  'pass',
  'index',
  'name',
  'ms',
  'at',
  'sectors',
  'lba',
  'seek',
  'first',
  'count',
  'id',
  'text',
  'probability',
];

function eventRow(event: TraceEvent, plan: SessionPlan): Cell[] {
  switch (event.type) {
    case 'pass': {
      const { pass, first, count, at } = event;
      return ['pass', pass, pass, undefined, undefined, at, undefined, undefined, undefined, first, count];
    }
    case 'operation': {
      const { pass, operation, ms, at } = event;
      return ['operation', pass, operation, plan.operations[operation]?.id, ms, at];
    }
    case 'read': {
      const { pass, read, ms, at, sectors, lba, seek } = event;
      return ['read', pass, read, readName(plan, read), ms, at, sectors, lba, seek];
    }
    case 'token': {
      const { pass, position, id, text, at } = event;
      const none = undefined;
      return ['token', pass, position, none, none, at, none, none, none, none, none, id, text];
    }
    case 'odds': {
      const { pass, position, probability } = event;
      const none = Array<Cell>(eventColumns.length - 4).fill(undefined);
      return ['odds', pass, position, ...none, probability];
    }
    case 'end':
      return ['end', undefined, undefined, event.reason];
    case 'lost':
      return ['lost', undefined, event.events];
    case 'counters':
      return ['counters', undefined, event.rows.length];
    case 'stack':
      return ['stack', undefined, event.bytes];
  }
}

/** Rows of equal width: missing cells are empty. */
const lines = (rows: readonly (readonly Cell[])[], width = rows[0]?.length ?? 0): string =>
  rows
    .map((row) => Array.from({ length: width }, (_, column) => cellText(row[column])).join(','))
    .map((line) => `${line}\r\n`)
    .join('');

/**
 * Spreadsheets read text that starts like this as a formula; an apostrophe prevents that. Source: OWASP, "CSV
 * Injection".
 */
const formula = /^[=+\-@\t\r]/;

function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
