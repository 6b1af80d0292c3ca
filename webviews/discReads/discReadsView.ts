import { element } from '../common/dom';
import { FiguresFrame } from '../common/figuresFrame';
import { ForecastFactsSource } from '../common/forecastFacts';
import type { Host } from '../common/host';
import { count } from '../common/numbers';
import { PictureSwitch } from '../common/pictureSwitch';
import type { TableState } from '../common/table/tableOptions';
import { Tabs } from '../common/tabs';
import { TokenLine } from '../common/tokenLine';
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
  private readonly token = new TokenLine();
  private readonly filters = element('div', { class: 'filter-slot' }, this.matrices.filter);
  private readonly tabs: Tabs;
  private known: ForecastFacts | undefined;

  constructor(root: HTMLElement, host: Host) {
    this.frame = new FiguresFrame<DiscReadsContent, DiscReadsSettings>({
      host,
      place: 'discReads',
      title: 'Disc Reads',
      emptyText:
        'Nothing is running and no model is open. Open a .psnt file to see how much of each matrix is read from disc, or step through the sample.',
      isContent: isDiscReadsContent,
      note: discReadsNote,
      show: (content, fresh) => this.show(content, fresh),
      restore: (state) => this.restore(state),
    });
    const { links, subject } = this.frame;
    this.facts = new ForecastFactsSource(links, (facts) => this.onFacts(facts));
    this.whatIf = new WhatIfPane(links, () => this.keep());
    this.tabs = new Tabs(
      'Disc Reads',
      [
        { id: 'matrices', title: 'Matrices', panel: this.matrices.element },
        { id: 'disc', title: 'Disc', panel: this.disc.element },
        { id: 'whatIf', title: 'What If', panel: this.whatIf.element },
      ],
      () => {
        this.keep();
        this.showTab();
      },
    );
    const bar = [subject.element, this.tabs.element, this.picture.element, this.filters];
    this.frame.start(
      root,
      element('div', { class: 'view-bar' }, ...bar),
      this.token.element,
      links.notice,
      this.matrices.element,
      this.disc.element,
      this.whatIf.element,
    );
  }

  private show(content: DiscReadsContent, fresh: boolean): void {
    this.token.show(content.lastToken, content.subject, fresh);
    // Both need a plan.
    for (const id of ['disc', 'whatIf']) this.tabs.enable(id, content.subject.isProgram !== true);
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
    if (this.tabs.current === 'matrices') {
      this.matrices.show(content);
      this.showLinks(this.matrices.state.selected);
      return;
    }
    this.facts.need(content.subject.factsKey);
    if (this.tabs.current === 'disc') this.showDisc();
    else {
      linkBar.show(undefined, {}, false);
      this.whatIf.showApplied(content.applied);
    }
  }

  private showFilter(): void {
    const filter = { matrices: this.matrices.filter, disc: this.disc.filter }[this.tabs.current];
    this.picture.element.hidden = this.tabs.current !== 'disc';
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
    if (this.tabs.current === 'disc') this.showDisc();
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

/** Builds the Disc Reads view into `root` and starts it. */
export function startDiscReads(root: HTMLElement, host: Host): void {
  new DiscReadsView(root, host);
}
