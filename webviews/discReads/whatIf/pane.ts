import { isSameLayout, layoutSentence, type DiscLayout } from '../../../model/plan/discLayout';
import { button } from '../../common/controls';
import { element, setText } from '../../common/dom';
import type { FiguresLinks } from '../../common/links';
import { milliseconds } from '../../common/numbers';
import type { AppliedLayout } from '../../messages';
import type { ForecastFacts } from '../../messages/figures';
import { answersTo, forecastToApply, isNew, type Answers } from './answers';
import { QuestionForm } from './form';
import { firstQuestion, questionOf, storageFor, type Question } from './question';
import { comparison, layoutTable } from './results';

/** Questions about storage and layout, what they come to, and the layout that is best. */
export class WhatIfPane {
  readonly element: HTMLElement;
  private question: Question = firstQuestion;
  private facts: ForecastFacts | undefined;
  /** The user has asked something, so that the present layout is no longer what is asked. */
  private isAsked = false;
  private readonly form: QuestionForm;
  private readonly verdict = element('p', { class: 'what-if-verdict' });
  /** The verdict on what was just asked; a run that goes on changes the other one with each pass. */
  private readonly said = element('p', { class: 'visually-hidden', attributes: { role: 'status' } });
  private readonly from = element('p', { class: 'muted' });
  private readonly applied = element('p', { class: 'what-if-applied', attributes: { role: 'status' } });
  private readonly onlyAsked = element('p', { class: 'what-if-only-asked', attributes: { role: 'note' } });
  private readonly results = element('div', { class: 'what-if-results' });
  private readonly applyBest: HTMLButtonElement;
  private readonly applyAsked: HTMLButtonElement;
  private readonly undo: HTMLButtonElement;
  private answers: Answers | undefined;

  constructor(
    private readonly links: FiguresLinks,
    private readonly changed: () => void,
  ) {
    this.form = new QuestionForm(this.question, (question) => this.ask(question));
    this.applyBest = button(
      'Apply Best Layout',
      () => this.apply(this.answers?.best?.layout),
      'Keep the best layout for this model and build its disc',
    );
    this.applyBest.classList.add('primary');
    this.applyAsked = button(
      'Apply What If',
      () => this.apply(this.question.layout),
      'Keep the layout that is asked for this model and build its disc',
    );
    this.undo = button('Undo', () => void this.links.undoLayout(), 'Go back to the layout before');
    this.element = element(
      'section',
      { class: 'pane what-if' },
      this.verdict,
      this.said,
      element('p', { class: 'what-if-actions' }, this.applyBest, this.applyAsked, this.undo),
      this.applied,
      this.form.element,
      this.onlyAsked,
      this.form.constants,
      this.from,
      this.results,
    );
  }

  /** What is kept over a reload; nothing as long as nothing was asked. */
  get state(): Question | undefined {
    return this.isAsked ? this.question : undefined;
  }

  restore(value: unknown): void {
    if (value === undefined) return;
    this.question = questionOf(value);
    this.isAsked = true;
  }

  showFacts(facts: ForecastFacts): void {
    this.facts = facts;
    if (!this.isAsked) this.question = { ...this.question, storage: facts.disc, layout: facts.layout };
    this.draw();
  }

  showApplied(applied: AppliedLayout | undefined): void {
    this.undo.hidden = applied === undefined;
    const text =
      applied === undefined
        ? ''
        : `Applied: ${layoutSentence(applied.layout)}. ${applied.sentences.join(' ')}`;
    setText(this.applied, text);
  }

  private ask(question: Question): void {
    this.question = question;
    this.isAsked = true;
    this.changed();
    this.draw();
    setText(this.said, this.verdict.textContent);
  }

  private apply(layout: DiscLayout | undefined): void {
    const { facts } = this;
    if (facts === undefined || layout === undefined) return;
    for (const control of [this.applyBest, this.applyAsked]) control.disabled = true;
    void this.links.applyLayout({ layout, ...forecastToApply(facts, layout) }).finally(() => this.enable());
  }

  private draw(): void {
    const { facts, question } = this;
    if (facts === undefined) return;
    this.form.show(question, storageFor(question, facts.calibration));
    const { calibration } = facts;
    this.from.textContent =
      calibration === undefined
        ? 'Times of computing: cycles counted on the built-in console for each kind of operation; run the model to calibrate them.'
        : `Times of computing: mean of ${calibration.passes} passes of this run${calibration.drive === undefined ? '' : '; the drive’s constants are fitted to its reads'}.`;
    this.onlyAsked.textContent = onlyAskedWords(question);
    this.onlyAsked.hidden = this.onlyAsked.textContent === '';
    const answers = answersTo(facts, question);
    this.answers = answers;
    this.verdict.textContent = verdictOf(answers, facts);
    const { present, asked, best } = answers;
    this.results.replaceChildren(
      ...(answers.problem === undefined ? [] : [element('p', { text: answers.problem })]),
      comparison([
        { name: 'Present layout', result: present },
        ...(asked === undefined ? [] : [{ name: 'What if', result: asked }]),
        ...(best === undefined ? [] : [{ name: 'Best layout', result: best.result }]),
      ]),
      layoutTable(answers.layouts, facts.layout, isSameLayout, (layout) =>
        this.ask({ ...this.question, layout }),
      ),
    );
    this.enable();
  }

  private enable(): void {
    const { answers, facts, question } = this;
    const can = (layout: DiscLayout | undefined): boolean =>
      facts !== undefined && layout !== undefined && isNew(layout, facts);
    this.applyBest.disabled = !can(answers?.best?.layout);
    this.applyAsked.disabled = answers?.asked === undefined || !can(question.layout);
  }
}

/** What of a question no layout can bring about, so that applying leaves it out. */
function onlyAskedWords({ readAhead }: Question): string {
  return readAhead === 0
    ? ''
    : 'Reading ahead is a question only: the program on the console waits for each read. Applying keeps the layout without it.';
}

function verdictOf({ present, best }: Answers, facts: ForecastFacts): string {
  if (best === undefined) return 'The model does not fit in any layout.';
  if (!isNew(best.layout, facts))
    return `The present layout is the best: ${milliseconds(present.ms)} ms a token.`;
  const less = (100 * (1 - best.result.ms / present.ms)).toFixed(1);
  return `Best layout: ${layoutSentence(best.layout)}. ${milliseconds(present.ms)} → ${milliseconds(best.result.ms)} ms a token, ${less} % less.`;
}
