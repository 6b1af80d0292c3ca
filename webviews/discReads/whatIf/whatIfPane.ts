import { isSameLayout, layoutSentence, type DiscLayout } from '../../../model/plan/discLayout';
import { layoutFallback } from '../../../model/plan/sharedReads';
import { button } from '../../common/controls';
import { element, setText } from '../../common/dom';
import type { FiguresLinks } from '../../common/figuresLinks';
import { gainText } from '../../common/insightLine';
import { counted } from '../../common/numbers';
import type { AppliedLayout } from '../../messages/discReads';
import type { ForecastFacts } from '../../messages/figures';
import { answersTo, forecastToApply, isNew, type Answers } from './whatIfAnswers';
import { QuestionForm } from './whatIfForm';
import { firstQuestion, questionOf, storageFor, type Question } from './whatIfQuestion';
import { comparison, layoutTable } from './whatIfResults';

/** Questions about storage and layout, what they come to, and the layout that is best. */
export class WhatIfPane {
  readonly element: HTMLElement;
  private question: Question = firstQuestion;
  private facts: ForecastFacts | undefined;
  /** The user has changed something, so that the form no longer follows the current layout. */
  private isAsked = false;
  private readonly form: QuestionForm;
  private readonly verdict = element('p', { class: 'what-if-verdict' });
  /** The verdict for screen readers: announced after a change by the user, not with each pass of a run. */
  private readonly said = element('p', { class: 'visually-hidden', attributes: { role: 'status' } });
  private readonly from = element('p', { class: 'muted' });
  private readonly applied = element('p', { class: 'what-if-applied', attributes: { role: 'status' } });
  private readonly onlyAsked = element('p', { class: 'what-if-only-asked', attributes: { role: 'note' } });
  private readonly results = element('div', { class: 'what-if-results' });
  private readonly applyBest: HTMLButtonElement;
  private readonly applyAsked: HTMLButtonElement;
  private readonly undo: HTMLButtonElement;
  private readonly run: HTMLButtonElement;
  private answers: Answers | undefined;

  constructor(
    private readonly links: FiguresLinks,
    private readonly changed: () => void,
  ) {
    this.form = new QuestionForm(this.question, (question) => this.ask(question));
    this.applyBest = button(
      'Apply Best Layout',
      () => this.apply(this.answers?.better?.layout),
      'Save the best layout for this model and build its disc image',
    );
    this.applyBest.classList.add('primary');
    this.applyAsked = button(
      'Apply This Layout',
      () => this.apply(this.question.layout),
      'Save the layout chosen below for this model and build its disc image',
    );
    this.undo = button('Undo', () => void this.links.undoLayout(), 'Return to the previous layout');
    this.run = button('Run', () => void this.links.run(), 'Run the model to measure what the layout gains');
    this.element = element(
      'section',
      { class: 'pane what-if' },
      this.verdict,
      this.said,
      element('p', { class: 'what-if-actions' }, this.applyBest, this.applyAsked, this.run, this.undo),
      this.applied,
      this.form.element,
      this.onlyAsked,
      this.form.constants,
      this.from,
      this.results,
    );
  }

  /** What is kept over a reload; absent until the user has changed something. */
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
    this.undo.hidden = this.run.hidden = applied === undefined;
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
        ? 'Compute times: cycles counted on the built-in console for each kind of operation. Run the model to calibrate them.'
        : `Compute times: mean of ${counted(calibration.passes, 'pass', 'passes')} of this run.${calibration.drive === undefined ? '' : ' The drive’s constants are fitted to its reads.'}`;
    this.onlyAsked.textContent = onlyAskedWords(question);
    this.onlyAsked.hidden = this.onlyAsked.textContent === '';
    const answers = answersTo(facts, question);
    this.answers = answers;
    this.verdict.textContent = verdictOf(answers);
    const { present, asked, best } = answers;
    this.results.replaceChildren(
      ...remarksOn(answers, question).map((text) => element('p', { text })),
      comparison([
        { name: currentLayout(facts), result: present },
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
    this.applyBest.disabled = answers?.better === undefined;
    this.applyAsked.disabled = answers?.asked === undefined || !can(question.layout);
  }
}

/** Says which part of a question is not part of a layout, so that applying leaves it out. */
function onlyAskedWords({ readAhead }: Question): string {
  return readAhead === 0
    ? ''
    : 'Read-ahead is a forecast only: the program on the console waits for each read. The layout is applied without it.';
}

/** What is to be said of the layout that was asked about. */
function remarksOn({ problem, asked }: Answers, { layout }: Question): string[] {
  const fallback = asked && layoutFallback(asked.plan, layout);
  return [problem ?? [], fallback === undefined ? [] : `In this layout, ${fallback}.`].flat();
}

/** `Current layout (from ps2ml.json)` */
const currentLayout = ({ layoutFrom }: ForecastFacts): string =>
  layoutFrom === undefined ? 'Current layout' : `Current layout (${layoutFrom})`;

function verdictOf({ present, best, better }: Answers): string {
  if (best === undefined) return 'The model does not fit in any layout.';
  const gain = gainText({ present, ...(better !== undefined && { better }) });
  return better === undefined
    ? `The current layout is the best: ${gain}.`
    : `Best layout: ${layoutSentence(better.layout)}. ${gain}.`;
}
