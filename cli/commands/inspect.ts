import { basename } from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import { formatBytes } from '../../model/plan/units';
import { describePsnt, type PsntDescription } from '../../model/psnt/describe';
import { inspectPsnt, type PsntInspection } from '../../model/psnt/file';
import type { Command } from '../command';
import { orderOf, orderOption } from '../order';
import { resolved } from '../resolver';
import { formatInteger, textTable } from '../../model/textTable';

export const inspectCommand: Command = {
  name: 'inspect',
  operand: 'FILE',
  summary: 'Show the file header, the tensor order and the matrices of a .psnt file.',
  options: { ...orderOption, json: { help: 'print one JSON object' } },
  async run(call, io) {
    const path = call.file ?? '';
    const { order } = (await resolved(path, orderOf(call), io)).answers;
    const source = await FileSource.open(path);
    try {
      const inspection = await inspectPsnt(source, basename(path), order ? { order: order.value } : {});
      const description = describePsnt(inspection);
      io.out(
        call.has('json') ? `${JSON.stringify(description, undefined, 2)}\n` : report(inspection, description),
      );
      // Show everything that can be read. A body that cannot be read is still a failure.
      if (inspection.error) throw inspection.error;
    } finally {
      await source.close();
    }
  },
};

function report({ header }: PsntInspection, description: PsntDescription): string {
  const fields = header.fields.map(({ name, offset, value, check, explanation }) => [
    `  ${name}`,
    String(offset),
    String(value),
    check.severity === 'ok' ? explanation : `${check.severity.toUpperCase()}: ${check.message}`,
  ]);
  const matrices = description.matrices.map(({ name, rows, cols, type, offset, bytes }) => [
    `  ${name}`,
    type,
    `${rows} × ${cols}`,
    formatInteger(offset),
    formatInteger(bytes),
  ]);
  const { order, ambiguous, evidence } = description.layout;
  return [
    `${header.label}: PSNT version ${header.version}, ${description.quantization ?? 'unknown quantisation'}, ${formatBytes(header.fileBytes)}`,
    '',
    textTable([['  field', 'offset', 'value', 'meaning'], ...fields], [1, 2]),
    '',
    `Layout: ${order ?? 'not recognised'}${ambiguous ? ' (another tensor order fits too)' : ''}`,
    ...evidence.map((sentence) => `  ${sentence}`),
    '',
    textTable([['  matrix', 'type', 'rows × cols', 'offset', 'bytes'], ...matrices], [3, 4]),
    '',
  ].join('\n');
}
