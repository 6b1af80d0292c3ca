import { element, setText } from '../dom';
import { count, counted } from '../numbers';

/** Messages of a table: why it is empty, and for screen readers how many rows a filter leaves. */
export class TableNotes {
  readonly none = element('p', { class: 'table-none muted' });
  readonly status = element('div', { class: 'visually-hidden', attributes: { role: 'status' } });
  /** Why there are no rows at all. */
  noneText = '';

  /** @param noun what a row is called. */
  constructor(private readonly noun: readonly [one: string, many: string] = ['row', 'rows']) {}

  show(shown: number, total: number): void {
    const text = total > 0 ? `No ${this.noun[0]} matches the filter.` : this.noneText;
    setText(this.none, shown === 0 ? text : '');
  }

  /** Announces how many rows a filter leaves. */
  tellFiltered(shown: number, total: number): void {
    setText(this.status, `${count(shown)} of ${counted(total, ...this.noun)}`);
  }
}
