import { convertFile } from '../../model/convert/node/convertFile';
import { reportFiles } from '../../model/convert/node/reportFiles';
import { formatBytes } from '../../model/plan/units';
import type { Call, Command } from '../command';
import { UsageError } from '../io';
import { errorTable } from '../reports/errorTable';

/** Longest context that can be asked for; the source's own limit is checked when it is open. */
const longestContext = 1 << 20;

export const convertCommand: Command = {
  name: 'convert',
  operand: 'SOURCE',
  summary: 'Converts a llama2.c, GGUF or PSNT file, or a folder with safetensors, to PSNT.',
  options: {
    output: { short: 'o', value: 'FILE', help: 'where to write the .psnt' },
    type: { value: 'TYPE', help: 'how matrices are stored: q8 (default), q4 or ternary' },
    'psnt-version': {
      value: 'N',
      help: 'version of the file: 1, 2 or 3; the newest that carries the type when not given',
    },
    context: { value: 'N', help: 'text positions of the new file, at most those of the source' },
    report: { help: 'say what it cost: errors of each matrix' },
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    const target = call.text('output');
    if (target === undefined || target === '') {
      throw new UsageError('-o FILE is missing: ps2ml convert SOURCE -o FILE.psnt');
    }
    const source = call.file ?? '';
    const { signal } = io;
    const bytes = await convertFile(source, target, { ...targetOf(call), signal });
    const report = call.has('report') ? await reportFiles(source, target, { signal }) : undefined;
    if (call.has('json')) {
      io.out(`${JSON.stringify({ source, target, bytes, ...report })}\n`);
      return;
    }
    io.err(`Wrote ${target}, ${formatBytes(bytes)}.\n`);
    if (report) io.out(errorTable(report.tensors));
  },
};

function targetOf(call: Call): Parameters<typeof convertFile>[2] {
  const version = call.integer('psnt-version', 0, 1, 3);
  const context = call.integer('context', 0, 1, longestContext);
  return {
    quantization: call.choice('type', ['q8', 'q4', 'ternary']),
    ...((version === 1 || version === 2 || version === 3) && { version }),
    ...(context > 0 && { context }),
  };
}
