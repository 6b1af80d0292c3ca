import { ramBytes } from '../../model/plan/options';
import { formatBytes } from '../../model/plan/units';
import { compareTraces } from '../../model/trace/compare/compare';
import { discReadRows } from '../../model/trace/discRows';
import type { TraceFile } from '../../model/trace/file/reader';
import type { OpenedTrace, TraceFact } from '../../webviews/messages/trace';

/** What the editor of a trace shows. @param baseline an earlier run to compare with. */
export function traceContent(trace: TraceFile, fileBytes: number, baseline?: TraceFile): OpenedTrace {
  const { info, totals } = trace;
  const { plan } = info;
  return {
    name: info.name,
    facts: factsOf(trace, fileBytes),
    notes: notesOf(trace),
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
        ...(ms !== undefined && { ms }),
      };
    }),
    times: totals.times,
    regions: plan.regions.map(({ name, kind, start, end }) => ({ name, kind, start, end })),
    totalBytes: ramBytes,
    ...(baseline !== undefined && {
      comparison: { baseline: baseline.label, ...compareTraces(baseline, trace) },
    }),
  };
}

function factsOf({ version, info, totals }: TraceFile, fileBytes: number): TraceFact[] {
  const { plan, writer, created, settings, planHash } = info;
  const optional = (name: string, value: string | undefined): TraceFact[] =>
    value === undefined ? [] : [{ name, value }];
  return [
    { name: 'Model', value: plan.model },
    { name: 'Measured on', value: plan.provenance },
    { name: 'Tokens', value: String(totals.tokens) },
    { name: 'Passes', value: String(totals.passes) },
    ...settings,
    ...optional('Began', created),
    { name: 'Written by', value: writer },
    { name: 'File', value: `${formatBytes(fileBytes)}, version ${version.major}.${version.minor}` },
    { name: 'Plan', value: planHash },
    ...optional('Model hash', plan.modelHash),
  ];
}

/** What is missing in a trace, in sentences. */
export function notesOf({ totals: { lost }, dropped, incomplete }: TraceFile): string[] {
  const number = (value: number): string => value.toLocaleString('en');
  return [
    ...(incomplete === undefined ? [] : [incomplete]),
    ...(lost.events + lost.text + lost.log === 0
      ? []
      : [
          `The machine reported faster than it was listened to: ${number(lost.events)} events, ${number(lost.text)} bytes of text and ${number(lost.log)} bytes of log were lost.`,
        ]),
    ...(dropped === 0
      ? []
      : [`${number(dropped)} events are in the totals only, so that the file stays small.`]),
  ];
}
