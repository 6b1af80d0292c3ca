import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { writeFileAtomically } from '../../disc/node/atomicFile';
import { BudgetError, overBudget, parseBudget, type BudgetRule } from '../../model/trace/compare/budget';
import { compareTraces } from '../../model/trace/compare/compare';
import { quantitiesOf } from '../../model/trace/compare/quantities';
import { exportFormats } from '../../model/trace/export/formats';
import type { TraceFile } from '../../model/trace/file/reader';
import type { Call, Command } from '../command';
import { UsageError, type Io } from '../io';
import { withTrace } from '../openTraceFile';
import { comparisonReport, overBudgetReport } from '../reports/comparisonReport';
import { driveFacts, type DriveFacts } from '../../model/trace/driveFacts';
import { traceReport } from '../reports/traceReport';

export const traceCommand: Command = {
  name: 'trace',
  operand: 'FILE',
  summary: 'Shows what a run recorded: its disc reads, the time of its operations and tokens, its memory.',
  options: {
    baseline: { value: 'FILE', help: 'compare with this earlier trace' },
    budget: {
      value: 'FILE|RULES',
      help: 'fail when a figure is more than it may be: "ms-per-token <= 300", with --baseline "+5%"',
    },
    export: {
      value: 'FORMAT',
      help: `write it as ${exportFormats.map(({ id }) => id).join(', ')} to standard output, or to -o FILE`,
    },
    output: { value: 'FILE', short: 'o', help: 'where --export writes' },
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    if (call.text('export') !== undefined) {
      await exportTrace(call, io);
      return;
    }
    if (call.text('output') !== undefined) throw new UsageError('-o needs --export FORMAT.');
    try {
      const rules = await budgetOf(call.text('budget'));
      await withTrace(call.file ?? '', async (trace) => {
        say(trace, io);
        const drive = await driveFacts(trace);
        const baseline = call.text('baseline');
        if (baseline === undefined) report({ trace, drive }, undefined, rules, call, io);
        else {
          await withTrace(baseline, (before) => {
            say(before, io);
            report({ trace, drive }, before, rules, call, io);
            return Promise.resolve();
          });
        }
      });
    } catch (error) {
      throw error instanceof BudgetError ? new UsageError(error.message) : error;
    }
  },
};

async function exportTrace(call: Call, io: Io): Promise<void> {
  const wanted = call.text('export');
  const format = exportFormats.find(({ id }) => id === wanted);
  if (format === undefined) {
    throw new UsageError(
      `--export is "${wanted ?? ''}", expected ${exportFormats.map(({ id }) => id).join(', ')}.`,
    );
  }
  await withTrace(call.file ?? '', async (trace) => {
    say(trace, io);
    const output = call.text('output');
    if (output === undefined) {
      for await (const piece of format.write(trace)) io.out(piece);
      return;
    }
    await writeFileAtomically(
      output,
      async (file) => {
        for await (const piece of format.write(trace)) await file.write(new TextEncoder().encode(piece));
      },
      io.signal,
    );
    io.err(`Wrote ${output}.\n`);
  });
}

function say({ incomplete }: TraceFile, io: Io): void {
  if (incomplete !== undefined) io.err(`${incomplete}\n`);
}

/** @throws Error when the run is over its budget. */
function report(
  { trace, drive }: { readonly trace: TraceFile; readonly drive: DriveFacts | undefined },
  baseline: TraceFile | undefined,
  rules: readonly BudgetRule[],
  call: Call,
  io: Io,
): void {
  const comparison = baseline && compareTraces(baseline, trace);
  const rows =
    comparison?.rows ??
    quantitiesOf(trace).map(({ value, ...quantity }) => ({ ...quantity, current: value }));
  const over = overBudget(rows, rules, baseline !== undefined);
  if (call.has('json')) {
    const compared = baseline && { baseline: baseline.info.name, ...comparison };
    io.out(`${JSON.stringify({ ...plainTrace(trace), drive, ...compared, over }, undefined, 2)}\n`);
  } else {
    if (baseline && comparison) io.out(comparisonReport(baseline.label, trace.label, comparison));
    else if (rules.length === 0) io.out(traceReport(trace, drive));
    if (rules.length > 0) io.out(overBudgetReport(over, rules));
  }
  if (over.length > 0) {
    throw new Error(
      `${trace.label} is over its budget in ${over.length} ${over.length === 1 ? 'figure' : 'figures'}.`,
    );
  }
}

/** The rules of a file, when there is one of that name, else those that are written there. */
async function budgetOf(text: string | undefined): Promise<BudgetRule[]> {
  if (text === undefined) return [];
  const isFile = !text.includes('<=') && existsSync(text);
  return isFile ? parseBudget(await readFile(text, 'utf8'), basename(text)) : parseBudget(text, '--budget');
}

/** All of a trace but its single events. */
function plainTrace({ version, info, totals, dropped, incomplete }: TraceFile): object {
  return { version: `${version.major}.${version.minor}`, ...info, totals, dropped, incomplete };
}
