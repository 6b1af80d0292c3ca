import { convertFile } from '../../model/convert/node/convertFile';
import { formatBytes } from '../../model/plan/units';
import type { Command } from '../command';
import { UsageError } from '../io';

export const convertCommand: Command = {
  name: 'convert',
  operand: 'SOURCE',
  summary: 'Converts a llama2.c float32 .bin (or a .psnt) to PSNT version 3, Q8.',
  options: {
    output: { short: 'o', value: 'FILE', help: 'where to write the .psnt' },
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    const target = call.text('output');
    if (target === undefined || target === '') {
      throw new UsageError('-o FILE is missing: ps2ml convert SOURCE -o FILE.psnt');
    }
    const source = call.file ?? '';
    const bytes = await convertFile(source, target, { signal: io.signal });
    if (call.has('json')) io.out(`${JSON.stringify({ source, target, bytes })}\n`);
    else io.err(`Wrote ${target}, ${formatBytes(bytes)}.\n`);
  },
};
