import { element } from '../common/dom';
import { FiguresFrame } from '../common/figuresFrame';
import { counted } from '../common/numbers';
import { FilteredTable } from '../common/table/filteredTable';
import type { TableState } from '../common/table/tableOptions';
import type { ViewPlace } from '../common/viewPlace';
import { isTokensContent } from '../guards/tokensGuard';
import type { TokensContent } from '../messages/tokens';
import { tokenColumns, tokenTotals } from './tokenColumns';
import { rowKey, tokenRows, type TokenRow } from './tokenRows';
import { TokensText } from './tokensText';

/** The text of the run, token by token: how likely each was, what it took, and what else was likely. */
class TokensView {
  private readonly frame: FiguresFrame<TokensContent, TableState>;
  private readonly advice = element('p', { class: 'tokens-advice' });
  private readonly rows = new FilteredTable<TokenRow>('Filter tokens', {
    label: 'Tokens by position',
    columns: tokenColumns,
    minWidth: '84em',
    key: rowKey,
    noun: ['position', 'positions'],
    footer: tokenTotals,
    selected: (key) => this.text.mark(key),
    changed: () => this.frame.keep(this.rows.state),
  });
  private readonly text = new TokensText((key) => {
    this.rows.table.select(key);
    this.text.mark(key);
    this.frame.keep(this.rows.state);
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
    const body = element('div', { class: 'tokens-body' }, this.text.element, this.pane);
    this.frame.start([this.rows.filter], this.advice, body);
  }

  private show(content: TokensContent): void {
    const rows = tokenRows(content);
    const hasText = content.prompt.length + content.tokens.length > 0;
    this.advice.textContent = adviceOf(content);
    this.advice.hidden = this.advice.textContent === '';
    this.text.element.hidden = this.pane.hidden = this.rows.filter.hidden = !hasText;
    this.text.show(rows);
    this.text.mark(this.rows.state.selected);
    this.rows.table.setRows(rows);
  }
}

function adviceOf({ prompt, tokens, subject }: TokensContent): string {
  if (tokens.length > 0) return '';
  if (subject.isProgram === true)
    return 'This program has no plan, so its tokens are not known. The tabs Disc and RAM show what it did.';
  if (prompt.length === 0 || subject.state === 'file')
    return 'There are no tokens yet. Press F5 and step a token, or press Ctrl+F5 to run the model.';
  return subject.state === 'stopped' ? 'Step a token to see what the model adds to the prompt.' : '';
}

function tokensNote({ dropped, tokens, hasOdds }: TokensContent): string[] {
  return [
    ...(dropped === 0 ? [] : [`${counted(dropped, 'earlier token')} not shown`]),
    ...(tokens.length > 0 && !hasOdds ? ['this target does not report probabilities'] : []),
  ];
}

/** Builds the tab Tokens and starts it. */
export function startTokens(place: ViewPlace): void {
  new TokensView(place);
}
