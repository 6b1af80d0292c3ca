import { sectorBytes } from '../../model/plan/units';
import type { Column } from '../common/table/column';
import { element } from '../common/dom';
import { count, decimal, fixed, milliseconds, percent } from '../common/numbers';
import type { DiscRow } from '../messages/discReads';

/** What the shares of a table relate to: bytes for each token, or of a program without a plan all that it read. */
export interface ShareScale {
  /** Of all rows together. */
  readonly total: number;
  /** Of the row that reads most: its bar is full length, so that small shares can be told apart. */
  readonly largest: number;
}

/**
 * The columns of the table, what matters first: a narrow view cuts off the last ones. Columns for measured figures appear
 * only when there are any.
 * @param isProgram the rows are those of a program without a plan, which may read any piece.
 */
export function discReadsColumns(
  scale: () => ShareScale,
  isMeasured: boolean,
  isProgram = false,
): readonly Column<DiscRow>[] {
  const share = (row: DiscRow): number => ratio(sharedBytes(row), scale().total);
  const sectorsTitle = isProgram
    ? 'Sectors of 2,048 bytes on the disc that begin in it'
    : 'Sectors of 2,048 bytes in WEIGHTS.BIN';
  return [
    { key: 'name', label: 'Matrix', track: 'minmax(11em, 2fr)', text: ({ name }) => name },
    {
      key: 'share',
      label: 'Share',
      title: isProgram ? 'Share of the bytes read' : 'Share of the bytes read per token',
      track: 'minmax(6em, 2fr)',
      numeric: true,
      text: (row) => percent(share(row)),
      order: share,
      draw: (row, cell) => drawShare(cell, ratio(sharedBytes(row), scale().largest), percent(share(row))),
    },
    ...(isProgram ? pieceColumns : [perTokenColumn]),
    ...(isMeasured ? timedColumns : []),
    number('bytes', 'Bytes', 'Bytes without padding', '7em', ({ bytes }) => bytes),
    number('sectors', 'Sectors', sectorsTitle, '4em', ({ sectors }) => sectors),
    number('reads', 'Reads', 'Reads done so far', '3.2em', (row) => (hasReads(row) ? row.reads : undefined)),
    ...(isMeasured ? countedColumns : []),
    {
      key: 'layer',
      label: 'Layer',
      track: 'minmax(2.8em, 0.5fr)',
      numeric: true,
      text: ({ layer }) => (layer === undefined ? '' : count(layer)),
      order: ({ layer }) => layer,
    },
  ];
}

/** The bytes of a row that shares compare. */
export const sharedBytes = ({ pieces, bytesPerToken }: DiscRow): number => pieces?.readBytes ?? bytesPerToken;

/** A plan reads padding and header along with a matrix; a program without a plan may read anything. */
const hasReads = ({ kind, pieces }: DiscRow): boolean =>
  pieces !== undefined || (kind !== 'padding' && kind !== 'header');

/** Bytes that the drive read for a row: whole sectors, or of a program without a plan the row's own. */
export const drivenBytes = ({ pieces, sectorsRead }: Pick<DiscRow, 'pieces' | 'sectorsRead'>): number =>
  pieces?.readBytes ?? sectorsRead * sectorBytes;

/** Megabytes (10⁶ bytes, as drives are rated) a second; undefined without a time. */
export const megabytesPerSecond = (bytes: number, ms: number | undefined): number | undefined =>
  ms === undefined || ms === 0 ? undefined : bytes / 1000 / ms;

const timedColumns: readonly Column<DiscRow>[] = [
  number('ms', 'ms', 'Milliseconds spent on all reads so far', '4em', ({ ms }) => ms, milliseconds),
  number(
    'rate',
    'MB/s',
    'Millions of bytes per second, including padding',
    '3.4em',
    (row) => megabytesPerSecond(drivenBytes(row), row.ms),
    (value) => fixed(value, 2),
  ),
];

const countedColumns: readonly Column<DiscRow>[] = [
  number('seeks', 'Seeks', 'Reads that needed a seek', '3.2em', ({ seeks }) => seeks),
  number('lba', 'LBA', 'First sector on the disc', '4em', ({ lba }) => lba),
  number('repeats', 'Repeats', 'Reads of data that had been read before', '4em', (row) =>
    hasReads(row) ? row.repeats : undefined,
  ),
];

const perTokenColumn: Column<DiscRow> = {
  key: 'readsPerToken',
  label: 'Per token',
  title: 'Reads per token',
  track: 'minmax(3.8em, 1fr)',
  numeric: true,
  text: (row) => perToken(row),
  order: (row) => row.readsPerToken,
};

/** What part of it a program without a plan reads. */
const pieceColumns: readonly Column<DiscRow>[] = [
  number('each', 'Each', 'How much of it a read brings on average', '3.6em', shareOfRead, percent),
  number('covered', 'Covered', 'How much of it was read at least once', '4.4em', coveredShare, percent),
];

function shareOfRead({ reads, bytes, pieces }: DiscRow): number | undefined {
  return pieces === undefined || reads === 0 || bytes === 0 ? undefined : pieces.readBytes / reads / bytes;
}

function coveredShare({ bytes, pieces }: DiscRow): number | undefined {
  return pieces === undefined || bytes === 0 ? undefined : pieces.coveredBytes / bytes;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function number(
  key: string,
  label: string,
  title: string,
  width: string,
  value: (row: DiscRow) => number | undefined,
  format: (value: number) => string = count,
): Column<DiscRow> {
  const text = (row: DiscRow): string => {
    const found = value(row);
    return found === undefined ? '' : format(found);
  };
  return { key, label, title, track: `minmax(${width}, 1fr)`, numeric: true, text, order: value };
}

function perToken({ kind, resident, readsPerToken }: DiscRow): string {
  if (kind === 'padding' || kind === 'header') return '';
  return resident ? 'once' : decimal(readsPerToken);
}

/** Draws a bar of `length` (0 to 1) beside its number, so that colour and length never carry the value alone. */
function drawShare(cell: HTMLElement, length: number, text: string): void {
  const bar = element('span', { class: 'share-bar', attributes: { 'aria-hidden': 'true' } });
  const fill = element('span', { class: 'share-fill' });
  fill.style.width = `${length * 100}%`;
  bar.append(fill);
  cell.classList.add('share');
  cell.title = text;
  cell.replaceChildren(bar, element('span', { class: 'share-text', text }));
}
