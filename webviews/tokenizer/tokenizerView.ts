import { element } from '../common/dom';
import type { Host } from '../common/host';
import { count, size } from '../common/numbers';
import { Page } from '../common/page';
import { Requests } from '../common/requests';
import { commandLink } from '../common/ui';
import type { TokenizerContent } from '../messages/tokenizer';
import { isTokenizerContent } from '../guards/tokenizerGuard';
import { TokenizerPane, type TokenizerState } from './tokenizerPane';

/** The page of a tokenizer file: its title, and what it does with a text. */
class TokenizerView {
  private readonly title = element('header', { class: 'title' });
  private readonly pane: TokenizerPane;
  private readonly page: Page<TokenizerContent, TokenizerState>;

  constructor(root: HTMLElement, host: Host) {
    this.pane = new TokenizerPane(new Requests(host), () => this.page.keep(this.pane.state));
    this.page = new Page<TokenizerContent, TokenizerState>({
      host,
      isContent: isTokenizerContent,
      show: (content) => this.show(content),
      showEmpty: () => undefined,
      restore: (state) => this.pane.restore(state),
    });
    root.append(element('main', { class: 'inspector' }, this.title, this.pane.element));
    this.page.start();
  }

  private show(content: TokenizerContent): void {
    const { facts } = content;
    this.title.replaceChildren(...titleOf(content));
    this.pane.element.hidden = facts === undefined;
    if (facts !== undefined) this.pane.show(facts);
  }
}

function titleOf({ fileName, fileBytes, problem }: TokenizerContent): HTMLElement[] {
  const lines = [
    element(
      'div',
      { class: 'title-line' },
      element('h1', { text: fileName }),
      element('span', {
        class: 'muted',
        text: size(fileBytes),
        attributes: { title: `${count(fileBytes)} bytes` },
      }),
    ),
  ];
  if (problem === undefined) return lines;
  return [
    ...lines,
    element('p', { class: 'notice error', text: problem, attributes: { role: 'alert' } }),
    commandLink('Reopen in Hex Editor', 'ps2ml.reopenInHexEditor'),
  ];
}

/** Builds the page of a tokenizer file into `root` and starts it. */
export function startTokenizer(root: HTMLElement, host: Host): void {
  new TokenizerView(root, host);
}
