import { element, setAttribute } from '../../common/dom';

export const lineBytes = 16;

/** What is shown of a byte. */
export interface HexByte {
  readonly offset: number;
  /** Undefined while it is on its way. */
  readonly value: number | undefined;
  /** CSS classes that say what kind of byte it is. */
  readonly kind: string;
  /** What it is, as text; only for the byte under the cursor. */
  readonly cursor?: string;
}

/** One line of the grid: an offset, 16 bytes and their text. */
export class HexLine {
  readonly element: HTMLElement;
  readonly cells: readonly HTMLElement[];
  private readonly offset = element('div', { class: 'hex-offset', attributes: { role: 'rowheader' } });
  private readonly text = element('div', { class: 'hex-text', attributes: { role: 'gridcell' } });

  constructor() {
    this.cells = Array.from({ length: lineBytes }, (_, column) =>
      element('div', { attributes: { role: 'gridcell', 'aria-colindex': String(column + 2) } }),
    );
    this.element = element(
      'div',
      { class: 'hex-line', attributes: { role: 'row' } },
      this.offset,
      ...this.cells,
      this.text,
    );
  }

  /** @param bytes from `start`; fewer than 16 at the end of the file. */
  fill(start: number, bytes: readonly HexByte[]): void {
    this.element.setAttribute('aria-rowindex', String(start / lineBytes + 2));
    this.offset.textContent = start.toString(16).toUpperCase().padStart(8, '0');
    this.cells.forEach((cell, column) => fillCell(cell, bytes[column]));
    const text = this.cells.map((_, column) => printable(bytes[column]?.value)).join('');
    if (this.text.textContent !== text) this.text.textContent = text;
  }
}

/** @returns the offset of the byte that an element shows, if it is one. */
export function offsetOf(target: EventTarget | null): number | undefined {
  const offset = target instanceof HTMLElement ? target.dataset['offset'] : undefined;
  return offset === undefined ? undefined : Number(offset);
}

/** The headings of the grid. */
export function hexHead(): HTMLElement {
  const column = (text: string, index: number, kind: string): HTMLElement =>
    element('div', {
      class: kind,
      text,
      attributes: { role: 'columnheader', 'aria-colindex': String(index) },
    });
  return element(
    'div',
    { class: 'hex-line', attributes: { role: 'row', 'aria-rowindex': '1' } },
    column('Offset', 1, 'hex-offset'),
    ...Array.from({ length: lineBytes }, (_, i) =>
      column(i.toString(16).toUpperCase().padStart(2, '0'), i + 2, 'byte'),
    ),
    column('Text', lineBytes + 2, 'hex-text'),
  );
}

function fillCell(cell: HTMLElement, byte: HexByte | undefined): void {
  const hex = byte === undefined ? '' : hexOf(byte.value);
  if (cell.textContent !== hex) cell.textContent = hex;
  cell.className = byte === undefined ? 'byte' : `byte ${byte.kind}`;
  if (byte === undefined) delete cell.dataset['offset'];
  else cell.dataset['offset'] = String(byte.offset);
  const isCursor = byte?.cursor !== undefined;
  cell.classList.toggle('cursor', isCursor);
  cell.setAttribute('tabindex', isCursor ? '0' : '-1');
  setAttribute(cell, 'aria-label', isCursor ? `${hex}, ${byte.cursor}` : undefined);
}

const hexOf = (value: number | undefined): string =>
  value === undefined ? '··' : value.toString(16).toUpperCase().padStart(2, '0');

/** What a text view shows of a byte. */
function printable(value: number | undefined): string {
  if (value === undefined) return ' ';
  return value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '·';
}
