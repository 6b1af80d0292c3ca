import { element } from '../common/dom';
import { milliseconds, percent } from '../common/numbers';
import { totalMs } from '../../model/trace/timeSplit';
import { rowKey, rowWord, type TokenRow } from './tokenRows';

/** The text itself. A click on a token selects its row; the table says the same to keyboards and screen readers. */
export class TokensText {
  readonly element = element('p', { class: 'tokens-text' });
  private shown: readonly TokenRow[] = [];
  private marked: string | undefined;

  /** @param selected gets the key of the token that was clicked. */
  constructor(selected: (key: string) => void) {
    this.element.addEventListener('click', ({ target }) => {
      const key = target instanceof HTMLElement ? target.dataset['key'] : undefined;
      if (key !== undefined) selected(key);
    });
  }

  show(rows: readonly TokenRow[]): void {
    const words = rows.filter(({ origin }) => origin !== 'model register');
    const isAtEnd = this.element.scrollTop + this.element.clientHeight >= this.element.scrollHeight - 4;
    const known = words.findIndex((row, index) => !isSame(row, this.shown[index]));
    const from = known < 0 ? words.length : known;
    // A run adds at the end, and what is there stays.
    while (this.element.childElementCount > from) this.element.lastElementChild?.remove();
    this.element.append(...words.slice(from).map((row, index) => wordOf(row, from + index === 0)));
    this.shown = words;
    if (isAtEnd) this.element.scrollTop = this.element.scrollHeight;
    this.mark(this.marked);
  }

  mark(key: string | undefined): void {
    this.marked = key;
    for (const word of this.element.children)
      word.classList.toggle('marked', key !== undefined && word.getAttribute('data-key') === key);
  }
}

/** Odds and times come a little later than the token. */
function isSame(row: TokenRow, other: TokenRow | undefined): boolean {
  return other !== undefined && rowKey(row) === rowKey(other) && titleOf(row) === titleOf(other);
}

/** @param isFirst the token that begins a text has line breaks around it in some vocabularies. */
function wordOf(row: TokenRow, isFirst: boolean): HTMLElement {
  const text = row.origin === 'model register' ? '' : (row.text ?? ` ${row.id}`);
  return element('span', {
    class: row.origin === 'prompt' ? 'token muted' : 'token',
    text: isFirst ? text.trim() : text,
    attributes: { title: titleOf(row), 'data-key': rowKey(row) },
  });
}

function titleOf(row: TokenRow): string {
  const parts = [rowWord(row)];
  if (row.origin !== 'generated') return [...parts, row.origin].join(', ');
  if (row.odds !== undefined) parts.push(percent(row.odds.probability));
  if (row.split !== undefined) parts.push(`${milliseconds(totalMs(row.split))} ms`);
  return parts.join(', ');
}
