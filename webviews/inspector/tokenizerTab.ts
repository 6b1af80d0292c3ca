import { errorText } from '../../common/errorText';
import { button } from '../common/controls';
import { element } from '../common/dom';
import type { Requests } from '../common/requests';
import { commandLink } from '../common/ui';
import { isTokenizerAnswer } from '../guards/tokenizerGuard';
import { TokenizerPane, type TokenizerState } from '../tokenizer/tokenizerPane';
import type { InspectorContent } from '../messages/inspector';
import type { Pane } from './inspectorPane';

/** The tokenizer that goes with a model: chosen for it, on its disc, or beside it. */
export class TokenizerTab implements Pane {
  readonly id = 'tokenizer';
  readonly title = 'Tokenizer';
  readonly element: HTMLElement;
  private readonly name = element('p', { class: 'tokenizer-name', attributes: { role: 'status' } });
  private readonly remark = element('p', { class: 'muted tokenizer-facts' });
  private readonly pane: TokenizerPane;

  constructor(
    private readonly requests: Requests,
    changed: () => void,
  ) {
    this.pane = new TokenizerPane(requests, changed);
    this.pane.element.hidden = true;
    this.element = element(
      'section',
      { class: 'pane' },
      element(
        'div',
        { class: 'pane-bar' },
        this.name,
        commandLink('Choose Tokenizer…', 'ps2ml.chooseTokenizer'),
        button('Search Again', () => void this.load(), 'Search for the tokenizer again'),
      ),
      this.remark,
      this.pane.element,
    );
  }

  get state(): TokenizerState {
    return this.pane.state;
  }

  restore(state: TokenizerState): void {
    this.pane.restore(state);
  }

  isUseful({ matrices }: InspectorContent): boolean {
    return matrices.length > 0;
  }

  show(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const answer = await this.requests.ask('tokenizer', {}, { isResult: isTokenizerAnswer });
      const isFound = 'name' in answer;
      this.pane.element.hidden = !isFound;
      this.name.textContent = isFound ? `${answer.name} · ${answer.from}` : answer.missing;
      this.showRemark(isFound ? answer.remark : undefined);
      if (isFound) this.pane.show(answer.facts);
    } catch (error) {
      this.pane.element.hidden = true;
      this.showRemark(undefined);
      this.name.textContent = errorText(error);
    }
  }

  private showRemark(remark: string | undefined): void {
    this.remark.textContent = remark ?? '';
    this.remark.hidden = remark === undefined;
  }
}
