import { element } from '../common/dom';
import { FiguresFrame } from '../common/figuresFrame';
import { ForecastFactsSource } from '../common/forecastFacts';
import { InsightLine } from '../common/insightLine';
import { Tabs } from '../common/tabs';
import type { ViewPlace } from '../common/viewPlace';
import { isRamContent } from '../guards/ramGuard';
import type { RamContent } from '../messages/ram';
import { FitsPane } from './fitsPane';
import { OverTimePane } from './overTime/overTimePane';
import { ramNote } from './ramTotals';
import { RegionsPane, type RegionsState } from './regionsPane';

/** What the view keeps over a reload. */
interface RamSettings extends RegionsState {
  readonly tab?: string;
}

/** How the 32 MB are used: by region, over the positions of a text, and what else would fit. */
class RamView {
  private readonly frame: FiguresFrame<RamContent, RamSettings>;
  private readonly facts: ForecastFactsSource;
  private readonly regions = new RegionsPane(
    () => this.showLinks(),
    () => this.keep(),
  );
  private readonly overTime = new OverTimePane();
  private readonly fits = new FitsPane();
  private readonly filters = element('div', { class: 'filter-slot' }, this.regions.filter);
  private readonly tabs: Tabs;
  private readonly insight: InsightLine;

  constructor(place: ViewPlace) {
    this.frame = new FiguresFrame<RamContent, RamSettings>({
      place,
      own: 'ram',
      title: 'RAM',
      emptyText:
        'Nothing is running and no model is open. Open a .psnt file to see how it would use the 32 MB of RAM, or step through the sample.',
      isContent: isRamContent,
      note: ramNote,
      show: (content, fresh) => this.show(content, fresh),
      restore: (state) => this.restore(state),
    });
    const { links } = this.frame;
    this.insight = new InsightLine(links);
    this.facts = new ForecastFactsSource(links, (facts) => this.fits.show(facts));
    this.tabs = new Tabs(
      'RAM',
      [
        { id: 'regions', title: 'Regions', panel: this.regions.element },
        { id: 'overTime', title: 'Over Time', panel: this.overTime.element },
        { id: 'fits', title: 'What Fits', panel: this.fits.element },
      ],
      () => {
        this.keep();
        this.showTab();
      },
    );
    this.frame.start(
      [this.tabs.element, this.filters, element('div', { class: 'insight-slot' }, this.insight.element)],
      this.regions.element,
      this.overTime.element,
      this.fits.element,
    );
  }

  private show(content: RamContent, fresh: boolean): void {
    // Both need a plan.
    for (const id of ['overTime', 'fits']) this.tabs.enable(id, content.subject.isProgram !== true);
    this.showTab();
    const matrix = fresh ? this.frame.takeFocus(content)?.matrix : undefined;
    if (matrix === undefined) return;
    this.tabs.show('regions');
    if (!this.regions.select(matrix)) return;
    this.showLinks();
    this.keep();
  }

  private restore(state: RamSettings): void {
    this.regions.restore(state);
    if (state.tab !== undefined) this.tabs.show(state.tab);
  }

  private keep(): void {
    this.frame.keep({ ...this.regions.state, tab: this.tabs.current });
  }

  /** Fills the visible tab only; the others are filled when they are opened. */
  private showTab(): void {
    const { content } = this.frame;
    if (content === undefined) return;
    this.insight.show(content.subject, content.applied);
    const hasRegions = this.tabs.current === 'regions';
    // A filter that is shown already stays in place, so that it keeps the focus.
    if (!hasRegions) this.filters.replaceChildren();
    else if (this.regions.filter.parentElement === null) this.filters.replaceChildren(this.regions.filter);
    if (hasRegions) this.regions.show(content);
    // What fits depends on the model alone, not on how far the run is.
    else if (this.tabs.current === 'fits') this.facts.need(content.subject.factsKey?.split(':')[0]);
    else this.overTime.show(content);
    this.showLinks();
  }

  private showLinks(): void {
    const matrix = this.tabs.current === 'regions' ? this.regions.selectedMatrix : undefined;
    this.frame.linkBar.show(matrix, { ...(matrix !== undefined && { matrix }) }, this.frame.isLinked);
  }
}

/** Builds the tab RAM and starts it. */
export function startRam(place: ViewPlace): void {
  new RamView(place);
}
