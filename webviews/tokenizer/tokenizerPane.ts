import type { TokenizerFacts } from '../../model/inspect/tokens';
import { element } from '../common/dom';
import { count } from '../common/numbers';
import type { Requests } from '../common/requests';
import { Trial } from './trial';
import { Vocabulary } from './vocabulary';

/** What the pane keeps over a reload. */
export interface TokenizerState {
  readonly text: string;
  readonly query: string;
}

/** A tokenizer: facts, a text to try, and its vocabulary with a search. */
export class TokenizerPane {
  readonly element: HTMLElement;
  private readonly facts = element('p', { class: 'muted tokenizer-facts' });
  private readonly template = element('details', { class: 'behind' });
  private readonly printsOnly = element('p', {
    class: 'tokenizer-facts',
    text: 'This file only says what each token prints. To see how a text is tokenised, choose the full tokenizer.',
  });
  private readonly trial: Trial;
  private readonly vocabulary: Vocabulary;

  constructor(requests: Requests, changed: () => void) {
    this.trial = new Trial(requests, changed);
    this.vocabulary = new Vocabulary(requests, changed);
    this.element = element(
      'div',
      { class: 'tokenizer' },
      this.facts,
      this.template,
      this.printsOnly,
      element('div', { class: 'tokenizer-body' }, this.trial.element, this.vocabulary.element),
    );
  }

  get state(): TokenizerState {
    return { text: this.trial.text, query: this.vocabulary.query };
  }

  restore({ text, query }: TokenizerState): void {
    this.trial.text = text;
    this.vocabulary.query = query;
  }

  /** Shows a tokenizer, and asks for its tokens. */
  show(facts: TokenizerFacts): void {
    const { kind, vocabSize, bos, eos, chat } = facts;
    this.facts.textContent = [
      kind,
      `${count(vocabSize)} tokens`,
      bos === undefined ? 'no start token' : `start token ${bos}`,
      eos === undefined ? 'no end token' : `end token ${eos}`,
    ].join(' · ');
    this.template.hidden = chat === undefined;
    this.template.replaceChildren(
      element('summary', { text: 'Chat template' }),
      element('pre', { class: 'template', text: chat ?? '', attributes: { tabindex: '0' } }),
    );
    this.printsOnly.hidden = facts.printsOnly !== true;
    this.trial.element.hidden = facts.printsOnly === true;
    this.element.classList.toggle('prints-only', facts.printsOnly === true);
    if (facts.printsOnly !== true) void this.trial.load();
    void this.vocabulary.load();
  }
}
