import type { DiscReadRow } from '../../model/trace/discRows';
import type { PassTime } from '../../model/trace/passTimes';
import { timeParts, totalMs } from '../../model/trace/timeSplit';
import { count, counted, milliseconds, percent, size } from '../common/numbers';
import type { RamRegion } from '../messages/ram';
import type { OpenedTrace, TraceOperation } from '../messages/trace';
import { RamBar, regionKey } from '../ram/ramBar';
import { TimelineChart } from '../timeline/timelineChart';
import { timelinePassColumns } from '../timeline/timelinePassColumns';
import {
  traceDiscColumns,
  traceOperationColumns,
  tracePieceColumns,
  traceRegionColumns,
} from './traceColumns';
import { ComparisonPane } from './comparisonPane';
import { TablePane, type Pane } from './tracePane';
import { SummaryPane } from './summaryPane';

/** All panes, in the order of their tabs. @param changed sort, filter or selection did */
export function tracePanes(changed: () => void): readonly Pane[] {
  return [
    new SummaryPane(),
    discPane(changed),
    operationPane(changed),
    passPane(changed),
    ramPane(changed),
    new ComparisonPane(changed),
  ];
}

function discPane(changed: () => void): Pane {
  const pane = new TablePane<DiscReadRow>({
    id: 'disc',
    title: 'Disc Reads',
    filter: 'Filter matrices',
    table: {
      label: 'Disc reads by matrix',
      columns: traceDiscColumns,
      minWidth: '62em',
      key: ({ name }) => name,
      noun: ['row', 'rows'],
      footer: (shown) => ({
        name: counted(shown.length, 'row'),
        sectorsOnDisc: count(sum(shown, (row) => row.sectorsOnDisc)),
        reads: count(sum(shown, ({ reads }) => reads)),
        sectors: count(sum(shown, ({ sectors }) => sectors)),
        bytes: count(sum(shown, ({ bytes }) => bytes)),
        seeks: count(sum(shown, ({ seeks = 0 }) => seeks)),
        ms: milliseconds(sum(shown, ({ ms = 0 }) => ms)),
      }),
      changed,
    },
    rows: ({ disc }) => {
      const hasPieces = disc.some(({ pieces }) => pieces !== undefined);
      pane.table.table.setColumns(hasPieces ? tracePieceColumns : traceDiscColumns, '62em');
      return disc;
    },
    note: ({ disc }) => `${size(sum(disc, ({ bytes }) => bytes))} read`,
  });
  return pane;
}

function operationPane(changed: () => void): Pane {
  let all = 0;
  return new TablePane<TraceOperation>({
    id: 'operations',
    title: 'Operations',
    filter: 'Filter operations',
    table: {
      label: 'Time by operation',
      columns: traceOperationColumns(() => all),
      minWidth: '56em',
      key: ({ id }) => id,
      noun: ['operation', 'operations'],
      footer: (shown) => ({
        id: counted(shown.length, 'operation'),
        runs: count(sum(shown, ({ runs }) => runs)),
        ms: milliseconds(sum(shown, ({ ms = 0 }) => ms)),
        disc: milliseconds(sum(shown, ({ discMs = 0 }) => discMs)),
      }),
      changed,
    },
    rows: ({ operations }) => {
      all = sum(operations, ({ ms = 0 }) => ms);
      return operations;
    },
    note: ({ operations }) => `${counted(operations.length, 'operation')} per pass`,
    isUseful: ({ operations }) => operations.length > 0,
  });
}

function passPane(changed: () => void): Pane {
  let passes: readonly PassTime[] = [];
  const mark = (key: string | undefined): void =>
    chart.mark(passes.findIndex((pass) => passKey(pass) === key));
  const chart = new TimelineChart((index) => {
    const pass = passes[index];
    if (pass === undefined) return;
    pane.table.table.select(passKey(pass));
    chart.mark(index);
  });
  const pane = new TablePane<PassTime>({
    id: 'tokens',
    title: 'Tokens',
    filter: 'Filter passes',
    table: {
      label: 'Time by pass and token',
      columns: timelinePassColumns,
      minWidth: '54em',
      key: passKey,
      noun: ['pass', 'passes'],
      footer: (shown) => ({
        token: counted(shown.length, 'pass', 'passes'),
        total: milliseconds(sum(shown, ({ split }) => totalMs(split))),
        ...Object.fromEntries(
          timeParts.map((part) => [part, milliseconds(sum(shown, ({ split }) => split[part]))]),
        ),
      }),
      selected: mark,
      changed,
    },
    rows: ({ times }) => times.passes,
    note: ({ times }) =>
      times.dropped === 0
        ? 'Each pass, with the token that it ended with'
        : `The last ${count(times.passes.length)} passes; ${count(times.dropped)} earlier ones are only in the totals`,
    picture: {
      element: chart.element,
      show: ({ times }) => {
        ({ passes } = times);
        chart.show(passes);
      },
    },
    isUseful: ({ times }) => times.passes.length > 0,
  });
  return pane;
}

const passKey = ({ pass }: PassTime): string => String(pass);

function ramPane(changed: () => void): Pane {
  const bar = new RamBar((key) => pane.table.table.select(key));
  const pane = new TablePane<RamRegion>({
    id: 'ram',
    title: 'RAM',
    filter: 'Filter regions',
    table: {
      label: 'RAM by region',
      columns: traceRegionColumns,
      minWidth: '42em',
      key: regionKey,
      noun: ['region', 'regions'],
      footer: (shown) => ({
        name: counted(shown.length, 'region'),
        bytes: count(sum(shown, ({ start, end }) => end - start)),
      }),
      selected: (key) => bar.mark(key),
      changed,
    },
    rows: ({ regions }) => regions,
    note: ({ regions, totalBytes }) => {
      const verb = regions.some(({ kind }) => kind === 'unknown') ? 'known' : 'taken';
      return `${size(usedOf(regions))} of ${size(totalBytes)} ${verb}, ${percent(usedOf(regions) / totalBytes)}`;
    },
    picture: {
      element: bar.element,
      show: ({ regions, totalBytes }: OpenedTrace) => bar.show(regions, totalBytes),
    },
  });
  return pane;
}

const usedOf = (regions: readonly RamRegion[]): number =>
  sum(regions, ({ kind, start, end }) => (kind === 'free' || kind === 'unknown' ? 0 : end - start));

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
