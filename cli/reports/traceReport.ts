import type { TraceFile } from '../../model/trace/file/reader';
import { discReadRows } from '../../model/trace/discRows';
import { operationWaits } from '../../model/trace/operationWaits';
import { timeParts, totalMs, type TimeSplit } from '../../model/trace/timeSplit';
import { executorLabel, figuresKind } from '../../targets/provenance';
import type { SessionProgram } from '../../model/trace/session';
import { discTable, readsOfRun } from './discTable';
import { pieceRowOfTrace, piecesTable } from './piecesTable';
import { contentsTable } from './programReport';
import { withoutControls } from './plainText';
import { noDriveSentence, type DriveFacts } from '../../model/trace/driveFacts';
import { driveReport } from './driveReport';
import { ramMap, stackLine } from '../../model/plan/ramMap';
import { formatInteger, formatShare, textTable } from '../../model/textTable';

/** The number of last passes that are listed. */
const listedPasses = 20;

/** A trace as text: its description, then its tables. @param drive the drive constants that fit its reads */
export function traceReport(trace: TraceFile, drive: DriveFacts | undefined): string {
  const { info, totals } = trace;
  const { plan } = info;
  if (plan.program !== undefined) return programTraceReport(trace, plan.program);
  const isMeasured = totalMs(totals.times.total) > 0;
  const aboutDrive = drive === undefined ? noDriveSentence(trace) : driveReport(drive);
  const stack = stackLine(plan.regions, totals.stackBytes);
  const lines = [
    ...headOf(trace),
    '',
    `Disc reads (${figuresKind(plan.provenance)}: ${executorLabel(plan.provenance)})`,
    discTable(plan.forecast, readsOfRun(plan, totals)),
    ...(aboutDrive === undefined ? [] : ['', aboutDrive]),
    ...(isMeasured ? ['', 'Time of each operation', operationTable(trace)] : []),
    ...(isMeasured ? ['', passHeading(trace), passTable(trace)] : []),
    '',
    'RAM (forecast)',
    ...(stack === undefined ? [] : [stack]),
    ramMap(plan.regions),
    '',
  ];
  return withoutControls(lines.join('\n'));
}

/** The trace of a program without a plan. */
function programTraceReport(trace: TraceFile, { name, notes }: SessionProgram): string {
  const { info, totals } = trace;
  const { plan, created, writer, settings } = info;
  const rows = discReadRows(plan, totals).flatMap((row) => pieceRowOfTrace(row) ?? []);
  const { dropped } = trace;
  const lines = [
    `${info.name}: the program ${name} without a plan, watched from outside.`,
    `Written by ${writer}${created === undefined ? '' : ` at ${created}`}.`,
    ...settings.map((setting) => `  ${setting.name}: ${oneLine(setting.value)}`),
    ...notes,
    ...(dropped === 0 ? [] : [`${formatInteger(dropped)} events are only in the totals.`]),
    '',
    `Disc reads (${figuresKind(plan.provenance)}: ${executorLabel(plan.provenance)})`,
    piecesTable(rows),
    '',
    'RAM at the end (what is known from outside)',
    ramMap(plan.regions),
    ...(plan.buffers.length === 0 ? [] : ['', contentsTable(plan.buffers)]),
    '',
  ];
  return withoutControls(lines.join('\n'));
}

function headOf({ info, totals, dropped }: TraceFile): string[] {
  const { plan, name, created, writer, settings, planHash } = info;
  const { passes, tokens, lost, times } = totals;
  const ms = totalMs(times.total);
  const time = ms === 0 ? '' : ` in ${formatMs(ms)} ms of the operations' time`;
  return [
    `${name}: ${formatInteger(tokens)} tokens, ${formatInteger(passes)} passes${time}.`,
    `Written by ${writer}${created === undefined ? '' : ` at ${created}`}; plan ${planHash}${
      plan.modelHash === undefined ? '' : `, model ${plan.modelHash.slice(0, 16)}`
    }.`,
    ...settings.map((setting) => `  ${setting.name}: ${oneLine(setting.value)}`),
    ...(lost.events + lost.text + lost.log === 0
      ? []
      : [
          `Lost because the machine reported faster than the host could read: ${formatInteger(lost.events)} events, ${formatInteger(lost.text)} bytes of text, ${formatInteger(lost.log)} bytes of log.`,
        ]),
    ...(dropped === 0 ? [] : [`${formatInteger(dropped)} events are only in the totals.`]),
  ];
}

const oneLine = (text: string): string => JSON.stringify(text);

function operationTable({ info, totals }: TraceFile): string {
  const all = totals.operations.reduce((sum, { ms = 0 }) => sum + ms, 0);
  const waits = operationWaits(info.plan, totals);
  const rows = info.plan.operations.map(({ id, kind }, index) => {
    const { count, ms = 0 } = totals.operations[index] ?? { count: 0 };
    return [
      id,
      kind,
      formatInteger(count),
      formatMs(ms),
      formatMs(waits[index] ?? 0),
      count === 0 ? '–' : formatMs(ms / count),
      formatShare(ms, all),
    ];
  });
  const allWaits = waits.reduce((sum, wait) => sum + wait, 0);
  const sum = ['all', '', '', formatMs(all), formatMs(allWaits), '', formatShare(all, all)];
  return textTable(
    [['operation', 'kind', 'runs', 'ms', 'disc ms', 'ms each', 'share'], ...rows, sum],
    [2, 3, 4, 5, 6],
  );
}

function passHeading({ totals: { times } }: TraceFile): string {
  const shown = Math.min(times.passes.length, listedPasses);
  const left = times.dropped + times.passes.length - shown;
  return left === 0 ? 'Time of each pass' : `Time of the last ${shown} passes, ${formatInteger(left)} before`;
}

function passTable({ totals: { times } }: TraceFile): string {
  const rows = times.passes
    .slice(-listedPasses)
    .map(({ pass, first, count, token, split }) => [
      String(pass),
      first === undefined || count === undefined ? '' : positionsOf(first, count),
      token === undefined ? '' : token.text === undefined ? String(token.id) : JSON.stringify(token.text),
      ...splitCells(split),
    ]);
  const head = ['pass', 'positions', 'token', 'ms', ...timeParts];
  const all = ['all', '', '', ...splitCells(times.total)];
  return textTable([head, ...rows, all], [0, 1, 3, 4, 5, 6, 7]);
}

const positionsOf = (first: number, count: number): string =>
  count === 1 ? String(first) : `${first}–${first + count - 1}`;

const splitCells = (split: TimeSplit): string[] => [
  formatMs(totalMs(split)),
  ...timeParts.map((part) => formatMs(split[part])),
];

const formatMs = (ms: number): string =>
  ms.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
