import type { Column } from '../common/columns';
import { element } from '../common/dom';
import { count, decimal, percent } from '../common/numbers';
import type { DiscRow } from '../messages';

/** Columns of the view; `total` is the bytes that all rows together read for each token. */
export function discColumns(total: () => number): readonly Column<DiscRow>[] {
  const share = (row: DiscRow): number => (total() === 0 ? 0 : row.bytesPerToken / total());
  return [
    { key: 'name', label: 'Matrix', track: 'minmax(11em, 2fr)', text: ({ name }) => name },
    {
      key: 'layer',
      label: 'Layer',
      track: 'minmax(3.5em, 0.5fr)',
      numeric: true,
      text: ({ layer }) => (layer === undefined ? '' : String(layer)),
      order: ({ layer }) => layer,
    },
    number('sectors', 'Sectors', '4.5em', ({ sectors }) => sectors),
    number('bytes', 'Bytes', '6.5em', ({ bytes }) => bytes),
    number('reads', 'Reads so far', '6.5em', (row) => (row.kind === 'padding' ? undefined : row.reads)),
    {
      key: 'readsPerToken',
      label: 'Reads a token',
      track: 'minmax(7em, 1fr)',
      numeric: true,
      text: (row) => perToken(row),
      order: (row) => row.readsPerToken,
    },
    {
      key: 'share',
      label: 'Share of a token’s bytes',
      track: 'minmax(12em, 2fr)',
      text: (row) => percent(share(row)),
      order: share,
      draw: (row, cell) => drawShare(cell, share(row)),
    },
  ];
}

function number(
  key: string,
  label: string,
  width: string,
  value: (row: DiscRow) => number | undefined,
): Column<DiscRow> {
  const text = (row: DiscRow): string => {
    const found = value(row);
    return found === undefined ? '' : count(found);
  };
  return { key, label, track: `minmax(${width}, 1fr)`, numeric: true, text, order: value };
}

function perToken({ kind, resident, readsPerToken }: DiscRow): string {
  if (kind === 'padding') return '';
  if (kind === 'header') return 'once';
  return resident ? 'once, stays' : decimal(readsPerToken);
}

/** A bar beside its number, so that colour and length are never the only bearers. */
function drawShare(cell: HTMLElement, share: number): void {
  const bar = element('span', { class: 'share-bar', attributes: { 'aria-hidden': 'true' } });
  const fill = element('span', { class: 'share-fill' });
  fill.style.width = `${share * 100}%`;
  bar.append(fill);
  cell.classList.add('share');
  cell.replaceChildren(bar, element('span', { class: 'share-text', text: percent(share) }));
}
