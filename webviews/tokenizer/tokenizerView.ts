import { element } from '../common/dom';
import type { Host } from '../common/host';
import { count, size } from '../common/numbers';
import { Page } from '../common/page';
import { Requests } from '../common/requests';
import { commandLink } from '../common/ui';
import type { TokenizerContent } from '../messages/tokenizer';
import { isTokenizerContent } from '../guards/tokenizerGuard';
import { TokenizerPane, type TokenizerState } from './tokenizerPane';

/** Builds the page of a tokenizer file into `root` and starts it. */
export function startTokenizer(root: HTMLElement, host: Host): void {
  const title = element('header', { class: 'title' });
  const pane = new TokenizerPane(new Requests(host), () => page.keep(pane.state));
  const page = new Page<TokenizerContent, TokenizerState>({
    host,
    isContent: isTokenizerContent,
    show: (content) => {
      title.replaceChildren(...titleOf(content));
      pane.element.hidden = content.facts === undefined;
      if (content.facts !== undefined) pane.show(content.facts);
    },
    showEmpty: () => undefined,
    restore: (state) => pane.restore(state),
  });
  root.append(element('main', { class: 'inspector' }, title, pane.element));
  page.start();
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
