import type { TraceFile } from '../../model/trace/file/reader';
import type { Command } from '../command';
import { withTrace } from '../openTraceFile';
import { traceReport } from '../reports/traceReport';

export const traceCommand: Command = {
  name: 'trace',
  operand: 'FILE',
  summary: 'Shows what a run recorded: its disc reads, the time of its operations and tokens, its memory.',
  options: {
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    await withTrace(call.file ?? '', (trace) => {
      if (call.has('json')) io.out(`${JSON.stringify(plainTrace(trace), undefined, 2)}\n`);
      else io.out(traceReport(trace));
      if (trace.incomplete !== undefined) io.err(`${trace.incomplete}\n`);
      return Promise.resolve();
    });
  },
};

/** All of a trace but its single events. */
function plainTrace({ version, info, totals, dropped, incomplete }: TraceFile): object {
  return { version: `${version.major}.${version.minor}`, ...info, totals, dropped, incomplete };
}
