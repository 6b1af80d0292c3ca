import type { ReadSums } from '../../image/contents/readSums';
import type { DiscModel } from '../../image/contents/discModels';
import { ramMap } from '../../model/plan/ramMap';
import { formatAddress } from '../../model/plan/units';
import { formatInteger, textTable } from '../../model/textTable';
import type { SessionBuffer } from '../../model/trace/session';
import type { ProgramRam } from '../../debug-adapter/watch/programRam';
import { pieceRowOf, piecesTable } from './piecesTable';
import { withoutControls } from './plainText';
import { mostRead, readAdvice } from './readAdvice';

/** The reads of each model on a disc by matrix, what was read most, and advice; empty when no model was read. */
export function modelReport(models: readonly DiscModel[], sums: ReadSums): string {
  const rows = sums.byContent;
  const sections = models.flatMap(({ file, body }) => {
    const own = rows.filter(({ content }) => content.file === file.path);
    if (body === undefined || own.length === 0) return [];
    return [[`Reads of ${file.path} by matrix (${body.order})`, piecesTable(own.map(pieceRowOf))].join('\n')];
  });
  const tensors = rows.filter(({ content }) => content.shape !== undefined).map(pieceRowOf);
  const most = mostRead(tensors);
  const advice = readAdvice(sums);
  return withoutControls(
    [
      ...sections,
      ...(most === undefined ? [] : [most]),
      ...(advice.length === 0 ? [] : [['Advice', ...advice.map((line) => `  ${line}`)].join('\n')]),
      ...models.flatMap(({ problem }) => problem ?? []),
    ]
      .map((section) => `\n${section}\n`)
      .join(''),
  );
}

/** What is known of a program's RAM, with what lies in it. */
export function programRamReport({ regions, contents, overlaps }: ProgramRam): string {
  return withoutControls(
    [
      '\nRAM at the end (simulated: built-in console; what is known from outside)',
      ramMap(regions),
      ...(contents.length === 0 ? [] : ['', contentsTable(contents)]),
      ...(overlaps.length === 0 ? [] : ['', ...overlaps]),
      '',
    ].join('\n'),
  );
}

/** What lies in the regions. */
export function contentsTable(contents: readonly SessionBuffer[]): string {
  const rows = contents.map(({ name, start, end }) => [
    name,
    `${formatAddress(start)}–${formatAddress(end - 1)}`,
    formatInteger(end - start),
  ]);
  return textTable([['content', 'addresses', 'bytes'], ...rows], [2]);
}
