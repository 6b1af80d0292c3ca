import { element } from '../common/dom';
import { FiguresFrame } from '../common/figuresFrame';
import { counted } from '../common/numbers';
import { FilteredTable } from '../common/table/filteredTable';
import type { TableState } from '../common/table/tableOptions';
import type { ViewPlace } from '../common/viewPlace';
import { isTokensContent } from '../guards/tokensGuard';
import type { TokenRow, TokensContent } from '../messages/tokens';
import { tokenColumns, tokenTotals } from './tokenColumns';

/** The text of the run, token by token, with what each took. */
class TokensView {
  private readonly frame: FiguresFrame<TokensContent, TableState>;
  private readonly text = element('p', { class: 'tokens-text' });
  private readonly advice = element('p', { class: 'tokens-advice' });
  private readonly rows = new FilteredTable<TokenRow>('Filter tokens', {
    label: 'Tokens by position',
    columns: tokenColumns,
    minWidth: '52em',
    key: ({ position }) => String(position),
    noun: ['token', 'tokens'],
    footer: tokenTotals,
    changed: () => this.frame.keep(this.rows.state),
  });
  private readonly pane = element('section', { class: 'pane' }, this.rows.table.element);

  constructor(place: ViewPlace) {
    this.frame = new FiguresFrame<TokensContent, TableState>({
      place,
      title: 'Tokens',
      emptyText:
        'Nothing is running and no model is open. Run a model to see each of its tokens, or step through the sample.',
      isContent: isTokensContent,
      note: tokensNote,
      show: (content) => this.show(content),
      restore: (state) => this.rows.restore(state),
    });
    const body = element('div', { class: 'tokens-body' }, this.text, this.pane);
    this.frame.start([this.rows.filter], this.advice, body);
  }

  private show({ tokens }: TokensContent): void {
    const hasTokens = tokens.length > 0;
    this.advice.textContent = hasTokens
      ? ''
      : 'There are no tokens yet. Press F5 and step a token, or run the model.';
    this.advice.hidden = hasTokens;
    this.text.hidden = this.pane.hidden = this.rows.filter.hidden = !hasTokens;
    this.text.textContent = tokens.map(({ text, id }) => text ?? ` ${id}`).join('');
    this.rows.table.setRows(tokens);
  }
}

const tokensNote = ({ dropped }: TokensContent): string[] =>
  dropped === 0 ? [] : [`${counted(dropped, 'earlier token')} not shown`];

/** Builds the tab Tokens and starts it. */
export function startTokens(place: ViewPlace): void {
  new TokensView(place);
}
