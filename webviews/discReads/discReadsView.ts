import { element } from '../common/dom';
import { FiguresFrame } from '../common/figuresFrame';
import { ForecastFactsSource } from '../common/forecastFacts';
import { count } from '../common/numbers';
import { InsightLine } from '../common/insightLine';
import { PictureSwitch } from '../common/pictureSwitch';
import type { TableState } from '../common/table/tableOptions';
import { Tabs } from '../common/tabs';
import { TokenLine } from '../common/tokenLine';
import type { ViewPlace } from '../common/viewPlace';
import { isDiscReadsContent } from '../guards/discReadsGuard';
import type { DiscReadsContent } from '../messages/discReads';
import type { ForecastFacts } from '../messages/figures';
import { DiscPane } from './disc/discPane';
import { expectedSteps } from './disc/discSteps';
import { DiscReadsTable } from './discReadsTable';
import { discReadsNote } from './discReadsTotals';
import { WhatIfPane } from './whatIf/whatIfPane';
import type { Question } from './whatIf/whatIfQuestion';

/** What the view keeps over a reload. */
interface DiscReadsSettings extends TableState {
  readonly tab?: string;
  readonly path?: TableState;
  /** Whether the disc is drawn; absent until the user has chosen. */
  readonly picture?: boolean;
  readonly question?: Question;
}

/** Which matrices are read from the disc, how the head moves in a pass, and what another layout would change. */
class DiscReadsView {
  private readonly frame: FiguresFrame<DiscReadsContent, DiscReadsSettings>;
  private readonly facts: ForecastFactsSource;
  private readonly matrices = new DiscReadsTable(
    (name) => this.showLinks(name),
    () => this.keep(),
  );
  private readonly disc = new DiscPane(
    () => this.keep(),
    (step) => this.showLinks(step?.name, step?.operation),
  );
  private readonly picture = new PictureSwitch('Picture', [this.disc.picture], () => this.keep());
  private readonly whatIf: WhatIfPane;
  private readonly insight: InsightLine;
  private readonly token = new TokenLine();
  private readonly filters = element('div', { class: 'filter-slot' }, this.matrices.filter);
  private readonly insightSlot = element('div', { class: 'insight-slot' });
  private readonly tabs: Tabs;
  private known: ForecastFacts | undefined;

  constructor(place: ViewPlace) {
    this.frame = new FiguresFrame<DiscReadsContent, DiscReadsSettings>({
      place,
      own: 'disc',
      title: 'Disc',
      emptyText:
        'Nothing is running and no model is open. Open a .psnt file to see how much of each matrix is read from disc, or step through the sample.',
      isContent: isDiscReadsContent,
      note: discReadsNote,
      show: (content, fresh) => this.show(content, fresh),
      restore: (state) => this.restore(state),
    });
    const { links } = this.frame;
    this.facts = new ForecastFactsSource(links, (facts) => this.onFacts(facts));
    this.insight = new InsightLine(links);
    this.whatIf = new WhatIfPane(links, () => this.keep());
    this.insightSlot.append(this.insight.element);
    this.tabs = new Tabs(
      'Disc',
      [
        { id: 'matrices', title: 'Matrices', panel: this.matrices.element },
        { id: 'reads', title: 'Reads', panel: this.disc.element },
        { id: 'whatIf', title: 'What If', panel: this.whatIf.element },
      ],
      () => {
        this.keep();
        this.showTab();
      },
    );
    this.frame.start(
      [this.tabs.element, this.picture.element, this.filters, this.insightSlot],
      this.token.element,
      this.matrices.element,
      this.disc.element,
      this.whatIf.element,
    );
  }

  private show(content: DiscReadsContent, fresh: boolean): void {
    this.token.show(content.lastToken, content.subject, fresh);
    // Both need a plan.
    for (const id of ['reads', 'whatIf']) this.tabs.enable(id, content.subject.isProgram !== true);
    const matrix = this.frame.takeFocus(content)?.matrix;
    if (fresh && matrix !== undefined) {
      this.tabs.show('matrices');
      this.matrices.show(content);
      this.matrices.select(matrix);
      this.keep();
    }
    this.showTab();
  }

  private restore(state: DiscReadsSettings): void {
    this.matrices.restore(state);
    if (state.path !== undefined) this.disc.restore(state.path);
    this.picture.restore(state.picture);
    this.whatIf.restore(state.question);
    if (state.tab !== undefined) this.tabs.show(state.tab);
  }

  private keep(): void {
    const [picture, question] = [this.picture.state, this.whatIf.state];
    this.frame.keep({
      ...this.matrices.state,
      tab: this.tabs.current,
      path: this.disc.state,
      ...(picture !== undefined && { picture }),
      ...(question !== undefined && { question }),
    });
  }

  /** Fills the visible tab only; the others are filled when they are opened. */
  private showTab(): void {
    const { content, linkBar } = this.frame;
    if (content === undefined) return;
    this.showFilter();
    // What If says more.
    this.insightSlot.hidden = this.tabs.current === 'whatIf';
    this.insight.show(content.subject, content.applied);
    if (this.tabs.current === 'matrices') {
      this.matrices.show(content);
      this.showLinks(this.matrices.state.selected);
      return;
    }
    this.facts.need(content.subject.factsKey);
    if (this.tabs.current === 'reads') this.showDisc();
    else {
      linkBar.show(undefined, {}, false);
      this.whatIf.showApplied(content.applied);
    }
  }

  private showFilter(): void {
    const filter = { matrices: this.matrices.filter, reads: this.disc.filter }[this.tabs.current];
    this.picture.element.hidden = this.tabs.current !== 'reads';
    if (filter === undefined) this.filters.replaceChildren();
    else if (filter.parentElement !== this.filters) this.filters.replaceChildren(filter);
  }

  private showDisc(): void {
    const path = this.frame.content?.path;
    if (path !== undefined) this.disc.show(path.steps, `Pass ${count(path.pass)}, as the drive read it`);
    else
      this.disc.show(
        this.known === undefined ? [] : expectedSteps(this.known),
        'One token, as forecast for a DVD',
      );
  }

  private onFacts(facts: ForecastFacts): void {
    this.known = facts;
    this.whatIf.showFacts(facts);
    if (this.tabs.current === 'reads') this.showDisc();
  }

  private showLinks(matrix: string | undefined, operation?: number): void {
    const { content, linkBar, isLinked } = this.frame;
    const isMatrix = content?.rows.some(({ name, kind }) => name === matrix && kind === 'matrix') === true;
    linkBar.show(
      matrix !== undefined && isMatrix ? matrix : undefined,
      { ...(matrix !== undefined && { matrix }), ...(operation !== undefined && { operation }) },
      isLinked,
    );
  }
}

/** Builds the tab Disc and starts it. */
export function startDiscReads(place: ViewPlace): void {
  new DiscReadsView(place);
}
