import type { Column } from '../common/columns';
import { element } from '../common/dom';
import { address, count, percent } from '../common/numbers';
import type { RamRegion } from '../messages';
import { kindMeanings } from './kinds';

const bytesOf = ({ start, end }: RamRegion): number => end - start;

/** Columns of the table beside the bar; `total` is the bytes of all RAM. */
export function ramColumns(total: () => number): readonly Column<RamRegion>[] {
  return [
    {
      key: 'name',
      label: 'Region',
      track: 'minmax(9.5em, 2fr)',
      text: ({ name }) => name,
      draw: ({ name, kind }, cell) => {
        cell.replaceChildren(
          element('span', { class: 'swatch', attributes: { 'data-kind': kind, 'aria-hidden': 'true' } }),
          element('span', { text: name }),
        );
      },
    },
    {
      key: 'kind',
      label: 'Kind',
      track: 'minmax(5em, 1fr)',
      text: ({ kind }) => kind,
      draw: ({ kind }, cell) => {
        cell.textContent = kind;
        cell.title = kindMeanings[kind];
      },
    },
    {
      key: 'start',
      label: 'From',
      title: 'First address',
      track: 'minmax(6em, 1fr)',
      numeric: true,
      text: ({ start }) => address(start),
      order: ({ start }) => start,
    },
    {
      key: 'bytes',
      label: 'Bytes',
      track: 'minmax(6em, 1fr)',
      numeric: true,
      text: (row) => count(bytesOf(row)),
      order: bytesOf,
    },
    {
      key: 'share',
      label: 'Share',
      track: 'minmax(4.5em, 1fr)',
      numeric: true,
      text: (row) => percent(total() === 0 ? 0 : bytesOf(row) / total()),
      order: bytesOf,
    },
  ];
}
