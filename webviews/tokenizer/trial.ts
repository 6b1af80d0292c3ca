import { errorText } from '../../common/errorText';
import type { TokenisedText, TokenRow } from '../../model/inspect/tokens';
import { element } from '../common/dom';
import { counted } from '../common/numbers';
import { isAbort, type Requests } from '../common/requests';
import { Table } from '../common/table/table';
import { textTokenColumns, type TokenLine } from './tokenColumns';
import { isTokenisedText } from '../guards/tokenizerGuard';
import { tokenText } from './tokenText';

/** Keys typed in quick succession make one request. */
const settleMs = 80;

/** A text that is tokenised while it is typed. */
export class Trial {
  readonly element: HTMLElement;
  private readonly input = element('textarea', {
    class: 'text-field',
    attributes: {
      rows: '3',
      spellcheck: 'false',
      'aria-label': 'Text to tokenise',
      placeholder: 'Text to tokenise',
    },
  });
  private readonly status = element('p', { class: 'muted', attributes: { role: 'status' } });
  private readonly pieces = element('ol', {
    class: 'pieces',
    attributes: { 'aria-label': 'Tokens of the text' },
  });
  private readonly table = new Table<TokenLine>({
    label: 'Tokens of the text',
    columns: textTokenColumns,
    minWidth: '30em',
    key: ({ position }) => String(position),
    noun: ['token', 'tokens'],
  });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = new AbortController();

  /** @param typed the text has changed, for keeping it. */
  constructor(
    private readonly requests: Requests,
    private readonly typed: () => void,
  ) {
    this.input.addEventListener('input', () => this.onInput());
    this.element = element(
      'section',
      { class: 'trial', attributes: { 'aria-label': 'Try a text' } },
      this.input,
      this.status,
      this.pieces,
      this.table.element,
    );
  }

  get text(): string {
    return this.input.value;
  }

  set text(text: string) {
    this.input.value = text;
  }

  /** Asks for the tokens of the text. */
  async load(): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const answer = await this.requests.ask(
        'tokenise',
        { text: this.text },
        { isResult: isTokenisedText, signal },
      );
      this.show(answer);
    } catch (error) {
      if (!isAbort(error)) this.status.textContent = errorText(error);
    }
  }

  private onInput(): void {
    this.typed();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), settleMs);
  }

  private show({ tokens, decoded }: TokenisedText): void {
    const isLossless = decoded.trim() === this.text.trim();
    const lost = isLossless ? '' : ` · decodes to ${JSON.stringify(decoded)}`;
    this.status.textContent = counted(tokens.length, 'token') + lost;
    this.pieces.replaceChildren(...tokens.map(piece));
    this.table.setRows(tokens.map((token, position) => ({ ...token, position })));
  }
}

function piece({ id, text, kind }: TokenRow): HTMLElement {
  return element(
    'li',
    { class: kind === 'normal' ? 'piece' : 'piece other', attributes: { title: `${id}, ${kind}` } },
    element('span', { text: tokenText(text) }),
    element('span', { class: 'piece-id', text: String(id) }),
  );
}
