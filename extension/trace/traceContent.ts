import { ramBytes } from '../../common/ram';
import { executorLabel } from '../../targets/provenance';
import { formatBytes } from '../../model/plan/units';
import { compareTraces } from '../../model/trace/compare/compare';
import { driveFacts, noDriveSentence } from '../../model/trace/driveFacts';
import { discReadRows } from '../../model/trace/discRows';
import type { TraceFile } from '../../model/trace/file/reader';
import { operationWaits } from '../../model/trace/operationWaits';
import type { SessionPlan } from '../../model/trace/session';
import type { OpenedTrace, TraceFact } from '../../webviews/messages/trace';

/** What the editor of a trace shows. @param baseline an earlier run to compare with. */
export async function traceContent(
  trace: TraceFile,
  fileBytes: number,
  baseline?: TraceFile,
): Promise<OpenedTrace> {
  const { info, totals } = trace;
  const { plan } = info;
  const drive = await driveFacts(trace);
  const waits = operationWaits(plan, totals);
  return {
    name: info.name,
    facts: factsOf(trace, fileBytes),
    notes: notesOf(trace),
    ...(plan.program !== undefined && { isProgram: true }),
    disc: discReadRows(plan, totals),
    operations: plan.operations.map(({ index, id, kind, layer, line }) => {
      const { count = 0, ms } = totals.operations[index] ?? {};
      return {
        index,
        id,
        kind,
        ...(layer !== undefined && { layer }),
        line,
        runs: count,
        ...(ms !== undefined && { ms, discMs: waits[index] ?? 0 }),
      };
    }),
    times: totals.times,
    regions: plan.regions.map(({ name, kind, start, end }) => ({ name, kind, start, end })),
    totalBytes: ramBytes,
    ...(drive !== undefined && { drive }),
    ...(baseline !== undefined && {
      comparison: { baseline: baseline.label, ...compareTraces(baseline, trace) },
    }),
  };
}

/** Labels of the settings in the summary. */
const settingNames = new Map([
  ['tokens', 'Token limit'],
  ['topK', 'Top k'],
  ['topP', 'Top p'],
  ['repetitionPenalty', 'Repetition penalty'],
  ['noRepeatNgram', 'No-repeat n-gram size'],
]);

function factsOf({ version, info, totals }: TraceFile, fileBytes: number): TraceFact[] {
  const { plan, writer, created, settings, planHash } = info;
  const optional = (name: string, value: string | undefined): TraceFact[] =>
    value === undefined ? [] : [{ name, value }];
  return [
    ...(plan.program === undefined
      ? [{ name: 'Model', value: plan.model }]
      : [{ name: 'Program', value: plan.program.name }]),
    { name: 'Measured on', value: executorLabel(plan.provenance) },
    ...(plan.program === undefined
      ? [
          { name: 'Tokens', value: String(totals.tokens) },
          { name: 'Passes', value: String(totals.passes) },
        ]
      : []),
    ...optional('Stack', stackFact(plan, totals.stackBytes)),
    ...settings.map(({ name, value }) => ({ name: settingNames.get(name) ?? name, value })),
    ...optional('Began', created),
    { name: 'Written by', value: writer },
    { name: 'File', value: `${formatBytes(fileBytes)}, version ${version.major}.${version.minor}` },
    ...(plan.program === undefined ? [{ name: 'Plan', value: planHash }] : []),
    ...optional('Model hash', plan.modelHash),
  ];
}

/** How deep the stack got; undefined where that was not seen. */
function stackFact({ regions }: SessionPlan, used: number | undefined): string | undefined {
  const region = regions.find(({ kind }) => kind === 'stack');
  if (region === undefined || used === undefined) return undefined;
  const reserved = region.end - region.start;
  const [most, all, guard] = [used, reserved, reserved - used].map((bytes) => bytes.toLocaleString('en'));
  return `at most ${most} of ${all} bytes used, ${guard} bytes of guard left`;
}

/** What is missing in a trace, in sentences. */
function notesOf(trace: TraceFile): string[] {
  const {
    info,
    totals: { lost },
    dropped,
    incomplete,
  } = trace;
  const noDrive = noDriveSentence(trace);
  const number = (value: number): string => value.toLocaleString('en');
  return [
    ...(incomplete === undefined ? [] : [incomplete]),
    ...(info.plan.program?.notes ?? []),
    ...(lost.events + lost.text + lost.log === 0
      ? []
      : [
          `Events arrived faster than they were read: lost ${number(lost.events)} events, ${number(lost.text)} bytes of text and ${number(lost.log)} bytes of log.`,
        ]),
    ...(dropped === 0
      ? []
      : [`${number(dropped)} events are included only in the totals, to keep the file small.`]),
    ...(noDrive === undefined ? [] : [noDrive]),
  ];
}
