import { executorLabel } from '../../../targets/provenance';
import { discReadRows } from '../discRows';
import type { TraceFile } from '../file/reader';
import { timeParts, totalMs } from '../timeSplit';
import { escapeHtml, htmlPage, htmlTable, type HtmlCell } from './html';
import { reportStyle } from './reportStyle';
import { timeChart } from './timeChart';

/** A trace as one page that needs nothing else: to attach to a report of a problem, for example. */
export async function htmlReport(trace: TraceFile): Promise<string> {
  const { info, totals } = trace;
  const isMeasured = totals.times.passes.length > 0;
  return htmlPage(info.name, reportStyle, [
    `<h1>${escapeHtml(info.name)}</h1>`,
    facts(trace),
    ...notes(trace).map((note) => `<p class="note">${escapeHtml(note)}</p>`),
    ...(isMeasured ? [timeChart(totals.times.passes), passTable(trace)] : []),
    discTable(trace),
    ...(isMeasured ? [operationTable(trace)] : []),
    ramTable(trace),
  ]);
}

function facts({ info, totals }: TraceFile): string {
  const { plan, writer, created, settings, planHash } = info;
  const rows: [string, string][] = [
    ...(plan.program === undefined
      ? ([['Model', plan.model]] as [string, string][])
      : ([['Program', plan.program.name]] as [string, string][])),
    ['Measured on', executorLabel(plan.provenance)],
    ...(plan.program === undefined
      ? ([
          ['Tokens', String(totals.tokens)],
          ['Passes', String(totals.passes)],
        ] as [string, string][])
      : []),
    ...settings.map(({ name, value }): [string, string] => [name, value]),
    ['Written by', writer],
    ...(created === undefined ? [] : [['Began', created] as [string, string]]),
    ['Plan', planHash],
    ...(plan.modelHash === undefined ? [] : [['Model hash', plan.modelHash] as [string, string]]),
  ];
  const lines = rows.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<dl>\n${lines.join('\n')}\n</dl>`;
}

function notes({ info, totals: { lost }, dropped, incomplete }: TraceFile): string[] {
  return [
    ...(info.plan.program?.notes ?? []),
    ...(incomplete === undefined ? [] : [incomplete]),
    ...(lost.events === 0
      ? []
      : [`${lost.events} events were lost because the machine sent them faster than they could be read.`]),
    ...(dropped === 0 ? [] : [`${dropped} events were not kept: only the totals include them.`]),
  ];
}

function passTable({ totals: { times } }: TraceFile): string {
  const rows = times.passes.map(({ pass, first, count, token, split }): HtmlCell[] => [
    String(pass),
    first === undefined ? '' : String(first),
    count === undefined ? '' : String(count),
    token === undefined ? '' : (token.text ?? `token ${token.id}`),
    totalMs(split),
    ...timeParts.map((part) => split[part]),
  ]);
  const before = times.dropped === 0 ? '' : `; ${times.dropped} before them are in the sum only`;
  const sum = ['all', '', '', '', totalMs(times.total), ...timeParts.map((part) => times.total[part])];
  const head = [
    'Pass',
    'First position',
    'Positions',
    'Token',
    'ms',
    ...timeParts.map((part) => `${part} ms`),
  ];
  return htmlTable(`Time of each pass${before}`, head, [...rows, sum]);
}

function discTable({ info: { plan }, totals }: TraceFile): string {
  const rows = discReadRows(plan, totals).map((row): HtmlCell[] => {
    const { name, sectorsOnDisc, reads, sectors, bytes, seeks = '', ms = '', pieces } = row;
    const own = pieces === undefined ? [] : [pieces.bytes, pieces.readBytes, pieces.coveredBytes];
    return [name, sectorsOnDisc, reads, sectors, bytes, seeks, ms, ...own];
  });
  const head = ['Matrix', 'Sectors on disc', 'Reads', 'Sectors read', 'Bytes read', 'Seeks', 'ms'];
  if (plan.program !== undefined) head.push('Own bytes', 'Own bytes read', 'Covered bytes');
  const column = (index: number): HtmlCell =>
    rows.reduce((total, row) => total + (typeof row[index] === 'number' ? row[index] : 0), 0);
  return htmlTable('Disc reads', head, [
    ...rows,
    ['all', ...head.slice(1).map((_, index) => column(index + 1))],
  ]);
}

function operationTable({ info: { plan }, totals }: TraceFile): string {
  const rows = plan.operations.map(({ index, id, kind }): HtmlCell[] => {
    const { count = 0, ms = 0 } = totals.operations[index] ?? {};
    return [id, kind, count, ms, count === 0 ? '' : ms / count];
  });
  return htmlTable('Time of each operation', ['Operation', 'Kind', 'Runs', 'ms', 'ms each'], rows);
}

function ramTable({ info: { plan } }: TraceFile): string {
  const hex = (address: number): string => `0x${address.toString(16).toUpperCase().padStart(8, '0')}`;
  const rows = plan.regions.map(({ name, kind, start, end }): HtmlCell[] => [
    name,
    kind,
    hex(start),
    hex(end - 1),
    end - start,
  ]);
  const bytes = plan.regions.reduce((sum, { start, end }) => sum + end - start, 0);
  const head = ['Region', 'Kind', 'First address', 'Last', 'Bytes'];
  return htmlTable('RAM', head, [...rows, ['all', '', '', '', bytes]]);
}
