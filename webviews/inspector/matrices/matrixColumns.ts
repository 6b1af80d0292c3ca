import { sectorBytes } from '../../../model/plan/units';
import type { Column } from '../../common/table/column';
import { count, percent } from '../../common/numbers';
import type { MatrixLine } from './matrixLines';

const first: readonly Column<MatrixLine>[] = [
  { key: 'name', label: 'Matrix', track: 'minmax(11em, 2fr)', text: ({ title }) => title },
  { key: 'role', label: 'Role', track: 'minmax(8em, 1.4fr)', text: ({ matrix }) => matrix?.role ?? '' },
  {
    key: 'layer',
    label: 'Layer',
    track: 'minmax(3.5em, 0.5fr)',
    numeric: true,
    text: ({ layer }) => (layer === undefined ? '' : count(layer)),
    order: ({ layer }) => layer,
  },
  {
    key: 'shape',
    label: 'Shape',
    title: 'Rows × columns',
    track: 'minmax(8.6em, 1fr)',
    numeric: true,
    text: ({ matrix }) => (matrix === undefined ? '' : shape(matrix.rows, matrix.cols)),
    order: ({ values }) => values,
  },
  { key: 'type', label: 'Type', track: 'minmax(4em, 0.5fr)', text: ({ type }) => type },
  {
    key: 'offset',
    label: 'Offset',
    title: 'First byte in the file',
    track: 'minmax(6em, 1fr)',
    numeric: true,
    text: ({ offset }) => count(offset),
    order: ({ offset }) => offset,
  },
];

const last: readonly Column<MatrixLine>[] = [
  {
    key: 'bytes',
    label: 'Bytes',
    track: 'minmax(6em, 1fr)',
    numeric: true,
    text: ({ bytes }) => count(bytes),
    order: ({ bytes }) => bytes,
  },
  {
    key: 'share',
    label: 'Share',
    title: 'Share of the file',
    track: 'minmax(4.5em, 0.7fr)',
    numeric: true,
    text: ({ share }) => percent(share),
    order: ({ share }) => share,
  },
];

/** The columns of a file at sector `lba` of an image, or of a file on no image that is known. */
export function matrixColumns(lba: number | undefined): readonly Column<MatrixLine>[] {
  if (lba === undefined) return [...first, ...last];
  const sector = ({ offset }: MatrixLine): number => lba + Math.floor(offset / sectorBytes);
  const column: Column<MatrixLine> = {
    key: 'lba',
    label: 'LBA',
    title: 'First sector on the disc image',
    track: 'minmax(5em, 0.7fr)',
    numeric: true,
    text: (line) => count(sector(line)),
    order: sector,
  };
  return [...first, column, ...last];
}

const shape = (rows: number, cols: number): string =>
  rows === 1 ? count(cols) : `${count(rows)} × ${count(cols)}`;
