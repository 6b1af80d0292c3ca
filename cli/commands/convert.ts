import { readFile } from 'node:fs/promises';
import { convertFile, type ConversionFinding } from '../../model/convert/node/convertFile';
import { reportFiles, type ReportText } from '../../model/convert/node/reportFiles';
import { formatBytes } from '../../model/plan/units';
import type { Call, Command } from '../command';
import { UsageError } from '../io';
import { isStandardOutput, refuseStandardOutput, withOutput } from '../outputFile';
import { orderOf, orderOption } from '../order';
import { errorTable, textLines } from '../reports/errorTable';

/** The longest context that can be requested. The limit of the source is checked when it is open. */
const longestContext = 1 << 20;

export const convertCommand: Command = {
  name: 'convert',
  operand: 'SOURCE',
  summary:
    'Convert a llama2.c, GGUF, PyTorch or PSNT file, or a folder with config.json and weights, to PSNT.',
  options: {
    output: { short: 'o', value: 'FILE', help: 'path of the .psnt to write, or - for standard output' },
    type: { value: 'TYPE', help: 'type of the matrices: q8 (default), q4 or ternary' },
    'psnt-version': {
      value: 'N',
      help: 'version of the file: 1, 2 or 3 (default: the newest that supports the type)',
    },
    context: { value: 'N', help: 'text positions of the new file, at most as many as the source has' },
    ...orderOption,
    report: { help: 'print the error of each matrix' },
    'report-text': {
      value: 'FILE',
      help: "also print how the model's predictions for the text in FILE change: perplexity, agreement, KL",
    },
    tokenizer: { value: 'FILE', help: 'tokenizer for that text (default: the one next to the source)' },
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    const target = call.text('output');
    if (target === undefined || target === '') {
      throw new UsageError('-o FILE is missing. Usage: ps2ml convert SOURCE -o FILE.psnt');
    }
    const source = call.file ?? '';
    const { signal } = io;
    const options = targetOf(call);
    const textFile = call.text('report-text');
    const text = textFile === undefined ? undefined : await reportTextOf(call, textFile);
    const findings: ConversionFinding[] = [];
    const isReported = call.has('report') || text !== undefined;
    if (call.has('json')) refuseStandardOutput(target, '-o', 'with --json');
    if (isReported) refuseStandardOutput(target, '-o', 'with a report');
    const bytes = await withOutput(target, 'model.psnt', io, (path) =>
      convertFile(source, path, {
        ...options,
        reading: orderOf(call),
        signal,
        onFinding: (finding) => findings.push(finding),
      }),
    );
    for (const { severity, message } of findings) {
      io.err(severity === 'warning' ? `Warning: ${message}\n` : `${message}\n`);
    }
    const written = isStandardOutput(target) ? 'the model to standard output' : target;
    if (!call.has('json')) io.err(`Wrote ${written}, ${formatBytes(bytes)}.\n`);
    const report = isReported
      ? await reportFiles(source, target, { reading: orderOf(call), signal, ...(text && { text }) })
      : undefined;
    if (call.has('json')) {
      io.out(`${JSON.stringify({ source, target, bytes, findings, ...report })}\n`);
      return;
    }
    if (report) io.out(errorTable(report.tensors));
    if (report?.text) io.out(`\n${textLines(report.text)}`);
  },
};

async function reportTextOf(call: Call, file: string): Promise<ReportText> {
  const tokenizer = call.text('tokenizer');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`${file}: cannot read the text (${(error as NodeJS.ErrnoException).code ?? 'error'}).`);
  });
  return { text, ...(tokenizer !== undefined && { tokenizer }) };
}

function targetOf(call: Call): Parameters<typeof convertFile>[2] {
  const version = call.integer('psnt-version', 0, 1, 3);
  const context = call.integer('context', 0, 1, longestContext);
  return {
    quantization: call.choice('type', ['q8', 'q4', 'ternary']),
    ...((version === 1 || version === 2 || version === 3) && { version }),
    ...(context > 0 && { context }),
  };
}
