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
import { isStandardOutput } from '../outputFile';
import { comparisonReport, overBudgetReport } from '../reports/comparisonReport';
import { driveFacts, type DriveFacts } from '../../model/trace/driveFacts';
import { traceReport } from '../reports/traceReport';

export const traceCommand: Command = {
  name: 'trace',
  operand: 'FILE',
  summary: 'Show a trace: disc reads, times of operations and tokens, and RAM.',
  options: {
    baseline: { value: 'FILE', help: 'compare with this earlier trace' },
    budget: {
      value: 'FILE|RULES',
      help: 'fail if a figure exceeds its budget, such as "ms-per-token <= 300", or "+5%" with --baseline',
    },
    export: {
      value: 'FORMAT',
      help: `export as ${exportFormats.map(({ id }) => id).join(', ')} to standard output, or to -o FILE`,
    },
    output: { value: 'FILE', short: 'o', help: 'path of the export' },
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
    if (output === undefined || isStandardOutput(output)) {
      const encoder = new TextEncoder();
      for await (const piece of format.write(trace)) await io.outBytes(encoder.encode(piece));
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

/** Prints the trace. @throws Error when the run exceeds its budget. */
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
      `${trace.label} exceeds its budget in ${over.length} ${over.length === 1 ? 'figure' : 'figures'}.`,
    );
  }
}

/** The rules of a file if one with this name exists, else the text itself as rules. */
async function budgetOf(text: string | undefined): Promise<BudgetRule[]> {
  if (text === undefined) return [];
  const isFile = !text.includes('<=') && existsSync(text);
  return isFile ? parseBudget(await readFile(text, 'utf8'), basename(text)) : parseBudget(text, '--budget');
}

/** A trace without its single events. */
function plainTrace({ version, info, totals, dropped, incomplete }: TraceFile): object {
  return { version: `${version.major}.${version.minor}`, ...info, totals, dropped, incomplete };
}
