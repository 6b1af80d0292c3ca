import { element } from './dom';

/** Draws a bar of `length` (0 to 1) beside its number, so that colour and length are never the only bearers. */
export function drawShare(cell: HTMLElement, length: number, text: string): void {
  const bar = element('span', { class: 'share-bar', attributes: { 'aria-hidden': 'true' } });
  const fill = element('span', { class: 'share-fill' });
  fill.style.width = `${length * 100}%`;
  bar.append(fill);
  cell.classList.add('share');
  cell.title = text;
  cell.replaceChildren(bar, element('span', { class: 'share-text', text }));
}
