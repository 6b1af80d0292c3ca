import { changeOf, type ComparedRow } from '../../model/trace/compare/compare';
import { metricTitles, metrics } from '../../model/trace/compare/quantities';
import type { DiscReadRow } from '../../model/trace/discRows';
import type { Column } from '../common/table/column';
import { element } from '../common/dom';
import { address, count, decimal, fixed, milliseconds, percent } from '../common/numbers';
import type { RamRegion } from '../messages/ram';
import type { TraceOperation } from '../messages/trace';

/** What the run read, one row for each matrix. */
export const traceDiscColumns: readonly Column<DiscReadRow>[] = [
  text('name', 'Matrix', 'minmax(11em, 2fr)', ({ name }) => name),
  number('layer', 'Layer', 'The unique layer', '4em', ({ layer }) => layer),
  number('sectorsOnDisc', 'On disc', 'Sectors of 2,048 bytes on the disc', '5em', (row) => row.sectorsOnDisc),
  number('reads', 'Reads', 'Number of reads', '4.5em', ({ reads }) => reads),
  number('sectors', 'Sectors', 'Sectors read in total', '5.5em', ({ sectors }) => sectors),
  number('bytes', 'Bytes', 'Bytes read in total, in whole sectors', '7.5em', ({ bytes }) => bytes),
  number('seeks', 'Seeks', 'Reads that needed a seek', '4.5em', ({ seeks }) => seeks),
  time('ms', 'ms', 'Milliseconds spent on all reads', ({ ms }) => ms),
  number('rate', 'MB/s', 'Millions of bytes per second', '5em', rateOf, (value) => fixed(value, 2)),
  number('lba', 'LBA', 'First sector on the disc', '5.5em', ({ lba }) => lba),
];

/** The same of a program without a plan, which reads any pieces. */
export const tracePieceColumns: readonly Column<DiscReadRow>[] = [
  ...traceDiscColumns,
  number('each', 'Each', 'How much of it a read brings on average', '4em', shareOfRead, percent),
  number('covered', 'Covered', 'How much of it was read at least once', '5em', coveredShare, percent),
];

function shareOfRead({ reads, pieces }: DiscReadRow): number | undefined {
  if (pieces === undefined || reads === 0 || pieces.bytes === 0) return undefined;
  return pieces.readBytes / reads / pieces.bytes;
}

function coveredShare({ pieces }: DiscReadRow): number | undefined {
  return pieces === undefined || pieces.bytes === 0 ? undefined : pieces.coveredBytes / pieces.bytes;
}

/** What each operation took. @param all milliseconds of all of them */
export function traceOperationColumns(all: () => number): readonly Column<TraceOperation>[] {
  return [
    number('index', 'No.', 'Index in the pass', '3.5em', ({ index }) => index),
    text('id', 'Operation', 'minmax(9em, 2fr)', ({ id }) => id),
    text('kind', 'Kind', 'minmax(6em, 1fr)', ({ kind }) => kind),
    number('layer', 'Layer', 'The logical layer', '4em', ({ layer }) => layer),
    number('runs', 'Runs', 'Number of runs', '4.5em', ({ runs }) => runs),
    time('ms', 'ms', 'Milliseconds in total, including waits for reads', ({ ms }) => ms),
    time('disc', 'disc ms', 'Milliseconds spent waiting for reads', ({ discMs }) => discMs),
    time('each', 'ms each', 'Milliseconds per run', ({ ms, runs }) =>
      ms === undefined || runs === 0 ? undefined : ms / runs,
    ),
    number(
      'share',
      'Share',
      'Share of the time of all operations',
      '5em',
      ({ ms }) => (ms === undefined || all() === 0 ? undefined : ms / all()),
      percent,
    ),
  ];
}

export const traceRegionColumns: readonly Column<RamRegion>[] = [
  {
    ...text<RamRegion>('name', 'Region', 'minmax(10em, 2fr)', ({ name }) => name),
    draw: ({ name, kind }, cell) => {
      // The look that it has in the bar.
      const swatch = element('span', { class: 'swatch', attributes: { 'data-kind': kind } });
      cell.title = name;
      cell.replaceChildren(swatch, element('span', { text: name }));
    },
  },
  text('kind', 'Kind', 'minmax(7em, 1fr)', ({ kind }) => kind),
  number('start', 'First address', 'First address', '8em', ({ start }) => start, address),
  number('end', 'Last', 'Last address', '8em', ({ end }) => end - 1, address),
  number('bytes', 'Bytes', 'Bytes', '7em', ({ start, end }) => end - start),
];

/** The run next to the earlier one. */
export const traceComparisonColumns: readonly Column<ComparedRow>[] = [
  {
    ...text<ComparedRow>('metric', 'Figure', 'minmax(10em, 2fr)', ({ metric }) => titleOf(metric)),
    draw: ({ metric }, cell) => {
      cell.title = `${metrics[metric] ?? ''} (${metric} in a budget)`;
      cell.textContent = titleOf(metric);
    },
  },
  text('row', 'Of', 'minmax(8em, 2fr)', ({ row }) => row ?? 'the whole run'),
  number('baseline', 'Baseline', 'The earlier run', '8em', ({ baseline }) => baseline, amount),
  number('current', 'This run', 'This run', '8em', ({ current }) => current, amount),
  {
    ...number<ComparedRow>('change', 'Change', 'Change relative to the baseline', '6em', changeOf),
    text: changeText,
  },
  text('unit', 'Unit', 'minmax(4em, 0.5fr)', ({ unit }) => unit),
];

function amount(value: number): string {
  return Number.isInteger(value) ? count(value) : fixed(value, 3);
}

const titleOf = (metric: string): string => metricTitles[metric] ?? metric;

/** From nothing there is no percentage. */
function changeText(row: ComparedRow): string {
  const { baseline, current } = row;
  if (baseline === 0 && current !== undefined) return current === 0 ? '=' : '▲ from 0';
  const change = changeOf(row);
  return change === undefined ? '' : signedPercent(change);
}

/** Worse and better have arrows, so that the sign does not say it alone. */
function signedPercent(value: number): string {
  const size = Math.abs(value) * 100;
  if (size === 0) return '=';
  return `${value > 0 ? '▲ +' : '▼ −'}${size < 0.01 ? '< 0.01' : decimal(size)} %`;
}

function rateOf({ bytes, ms, pieces }: DiscReadRow): number | undefined {
  return ms === undefined || ms === 0 ? undefined : (pieces?.readBytes ?? bytes) / 1000 / ms;
}

function text<Row>(key: string, label: string, track: string, value: (row: Row) => string): Column<Row> {
  return { key, label, track, text: value };
}

function number<Row>(
  key: string,
  label: string,
  title: string,
  width: string,
  value: (row: Row) => number | undefined,
  format: (value: number) => string = count,
): Column<Row> {
  return {
    key,
    label,
    title,
    track: `minmax(${width}, 1fr)`,
    numeric: true,
    text: (row) => {
      const found = value(row);
      return found === undefined ? '' : format(found);
    },
    order: value,
  };
}

function time<Row>(
  key: string,
  label: string,
  title: string,
  value: (row: Row) => number | undefined,
): Column<Row> {
  return number(key, label, title, '5.5em', value, milliseconds);
}
