import { layoutSentence, type DiscLayout } from '../../model/plan/discLayout';
import { layoutInsight, type LayoutInsight } from '../../model/plan/layoutInsight';
import { layoutFallback } from '../../model/plan/sharedReads';
import type { AppliedLayout } from '../messages/discReads';
import type { ForecastFacts } from '../messages/figures';
import type { Subject } from '../messages/subject';
import { button } from './controls';
import { element, setText } from './dom';
import type { FiguresLinks } from './figuresLinks';
import { ForecastFactsSource } from './forecastFacts';
import { fixed, milliseconds } from './numbers';

/** `293 → 9.19 ms per token, 96.9 % less`, or the cost alone where nothing costs less. */
export function gainText({ present, better }: LayoutInsight): string {
  if (better === undefined) return `${milliseconds(present.ms)} ms per token`;
  const less = fixed(100 * (1 - better.result.ms / present.ms), 1);
  return `${milliseconds(present.ms)} → ${milliseconds(better.result.ms)} ms per token, ${less} % less`;
}

/**
 * What the layout costs and could gain, in one line with the button that does it; after that, Run. Where nothing is read
 * for a token, a button shows what streaming would cost.
 */
export class InsightLine {
  readonly element: HTMLElement;
  private readonly text = element('span');
  private readonly apply: HTMLButtonElement;
  private readonly run: HTMLButtonElement;
  private readonly runStreamed: HTMLButtonElement;
  private readonly facts: ForecastFactsSource;
  private insight: LayoutInsight | undefined;
  private layout: DiscLayout | undefined;
  /** Counts the searches, so that one that is late does not replace a newer one. */
  private turn = 0;
  private applied: AppliedLayout | undefined;
  private subject: Pick<Subject, 'state' | 'linked'> = { state: 'file' };

  constructor(private readonly links: FiguresLinks) {
    this.facts = new ForecastFactsSource(links, (facts) => void this.find(facts));
    this.apply = button('Apply Best Layout', () => this.applyBetter());
    this.run = button('Run', () => void links.run(), 'Run the model to measure what the layout gains');
    this.runStreamed = button(
      'Run Streamed',
      () => void links.runStreamed(),
      'No matrix is read from the disc for a token. Run once with each matrix read when it is needed, to see what its reads cost. The layout stays as it is.',
    );
    const buttons = [this.apply, this.run, this.runStreamed];
    this.element = element('p', { class: 'insight' }, this.text, ...buttons);
    this.draw();
  }

  /** What is possible does not change with each pass, and finding it takes a while with a large model. */
  show(subject: Subject, applied: AppliedLayout | undefined): void {
    const { factsKey, state } = subject;
    this.applied = applied;
    this.subject = subject;
    const source = factsKey?.split(':')[0];
    if (source !== undefined && state !== 'running') this.facts.need(`${source}:${state === 'ended'}`);
    this.draw();
  }

  /** Between two layouts the page draws and answers. */
  private async find(facts: ForecastFacts): Promise<void> {
    const turn = ++this.turn;
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
    const insight = await layoutInsight(facts, pause);
    if (turn !== this.turn) return;
    this.insight = insight;
    this.layout = facts.layout;
    this.draw();
  }

  private draw(): void {
    const { insight, applied, layout } = this;
    this.element.hidden = insight === undefined;
    if (insight === undefined || layout === undefined) return;
    const { better, present } = insight;
    const name = better === undefined ? 'Best layout' : 'Layout';
    const fallback = layoutFallback(present.plan, layout);
    const text = `${name}: ${gainText(insight)}${fallback === undefined ? '' : `; ${fallback}`}`;
    setText(this.text, text);
    this.text.title = [text, ...(applied?.sentences ?? [])].join('. ');
    this.apply.hidden = better === undefined;
    if (better !== undefined) this.apply.title = `Best layout: ${layoutSentence(better.layout)}`;
    this.run.hidden = applied === undefined;
    const { state, linked } = this.subject;
    const canStream = linked === true && state !== 'running' && applied === undefined;
    this.runStreamed.hidden = !canStream || present.token.sectors > 0;
  }

  private applyBetter(): void {
    const { insight } = this;
    if (insight?.better === undefined) return;
    const { present, better } = insight;
    const argument = { layout: better.layout, presentMs: present.ms, layoutMs: better.result.ms };
    this.apply.disabled = true;
    void this.links.applyLayout(argument).finally(() => {
      this.apply.disabled = false;
    });
  }
}
