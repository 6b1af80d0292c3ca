import type { Column } from '../common/columns';
import { FilteredTable } from '../common/filteredTable';
import { count, size } from '../common/numbers';
import type { MatrixRow } from '../messages';

const columns: readonly Column<MatrixRow>[] = [
  { key: 'name', label: 'Matrix', track: 'minmax(9.5em, 2fr)', text: ({ name }) => name },
  {
    key: 'layer',
    label: 'Layer',
    track: 'minmax(3em, 0.5fr)',
    numeric: true,
    text: ({ layer }) => (layer === undefined ? '' : String(layer)),
    order: ({ layer }) => layer,
  },
  {
    key: 'shape',
    label: 'Shape',
    track: 'minmax(6em, 1fr)',
    numeric: true,
    text: ({ rows, cols }) => (rows === 1 ? String(cols) : `${rows} × ${cols}`),
    order: ({ rows, cols }) => rows * cols,
  },
  { key: 'type', label: 'Type', track: 'minmax(3em, 0.5fr)', text: ({ type }) => type },
  {
    key: 'offset',
    label: 'Offset',
    track: 'minmax(5.5em, 1fr)',
    numeric: true,
    text: ({ offset }) => count(offset),
    order: ({ offset }) => offset,
  },
  {
    key: 'bytes',
    label: 'Bytes',
    track: 'minmax(5.5em, 1fr)',
    numeric: true,
    text: ({ bytes }) => count(bytes),
    order: ({ bytes }) => bytes,
  },
];

/** Every tensor of the file with its place; totals of what the filter leaves. */
export function matrixTable(changed: () => void): FilteredTable<MatrixRow> {
  return new FilteredTable<MatrixRow>('Filter matrices', {
    label: 'Matrices',
    columns,
    minWidth: '40em',
    key: ({ name }) => name,
    noun: ['matrix', 'matrices'],
    footer: (shown) => {
      const bytes = shown.reduce((sum, row) => sum + row.bytes, 0);
      const values = shown.reduce((sum, { rows, cols }) => sum + rows * cols, 0);
      return {
        name: `${count(shown.length)} in all, ${size(bytes)}`,
        shape: count(values),
        bytes: count(bytes),
      };
    },
    changed,
  });
}
