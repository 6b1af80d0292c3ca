import { errorText } from '../../common/errorText';
import type { TokenPage } from '../../model/inspect/tokens';
import { button, textField } from '../common/controls';
import { element } from '../common/dom';
import { counted, span } from '../common/numbers';
import { isAbort, type Requests } from '../common/requests';
import { Table } from '../common/table/table';
import { vocabularyColumns, type TokenLine } from './tokenColumns';
import { isTokenPage } from '../guards/tokenizerGuard';

/** Tokens that are shown at a time. */
const pageTokens = 500;

/** The vocabulary of a tokenizer: searched, and shown page by page. */
export class Vocabulary {
  readonly element: HTMLElement;
  private readonly table = new Table<TokenLine>({
    label: 'Vocabulary',
    columns: vocabularyColumns,
    minWidth: '34em',
    key: ({ id }) => String(id),
    noun: ['token', 'tokens'],
  });
  private readonly status = element('span', { class: 'muted', attributes: { role: 'status' } });
  private readonly field = textField(
    'Search: id, piece, 0x20 61, kind:special',
    () => this.search(),
    () => this.search(),
  );
  private readonly before = button('Previous', () => void this.load(this.start - pageTokens));
  private readonly after = button('Next', () => void this.load(this.start + pageTokens));
  private start = 0;
  private asking = new AbortController();

  /** @param searched the search has changed, for keeping it. */
  constructor(
    private readonly requests: Requests,
    private readonly searched: () => void,
  ) {
    this.element = element(
      'section',
      { class: 'vocabulary', attributes: { 'aria-label': 'Vocabulary' } },
      element(
        'div',
        { class: 'pane-bar' },
        element('div', { class: 'look-up', attributes: { role: 'search' } }, this.field.element),
        this.before,
        this.after,
        this.status,
      ),
      this.table.element,
    );
  }

  get query(): string {
    return this.field.input.value;
  }

  set query(text: string) {
    this.field.input.value = text;
  }

  /** Asks for the first page of what is searched for. */
  async load(start = 0): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const argument = { query: this.query, start: Math.max(0, start), count: pageTokens };
      this.show(await this.requests.ask('tokens', argument, { isResult: isTokenPage, signal }));
    } catch (error) {
      if (!isAbort(error)) this.status.textContent = errorText(error);
    }
  }

  private search(): void {
    this.searched();
    void this.load();
  }

  private show({ total, start, rows }: TokenPage): void {
    this.start = start;
    this.table.setRows(
      rows,
      'No token matches. Search for an id, a piece, bytes such as 0x20 61, or kind:special.',
    );
    this.before.disabled = start === 0;
    this.after.disabled = start + rows.length >= total;
    this.status.textContent =
      rows.length === total
        ? counted(total, 'token')
        : `${span(start, start + rows.length - 1)} of ${counted(total, 'token')}`;
  }
}
