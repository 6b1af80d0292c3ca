import { element, setText } from '../common/dom';
import { FiguresFrame } from '../common/figuresFrame';
import { PictureSwitch } from '../common/pictureSwitch';
import type { TableState } from '../common/table/tableOptions';
import { tokenSentence } from '../common/tokenLine';
import type { ViewPlace } from '../common/viewPlace';
import { isTimelineContent } from '../guards/timelineGuard';
import type { LinkFocus } from '../messages/figures';
import type { TimelineContent } from '../messages/timeline';
import { Scrubber } from './scrubber';
import { timelineAdvice } from './timelineAdvice';
import { TimelineChart } from './timelineChart';
import { TimelineCrumbs } from './timelineCrumbs';
import type { ZoomLevel } from './timelineSpans';
import { TimelineTables } from './timelineTables';
import { timelineNote } from './timelineTotals';

/** What the view keeps over a reload. */
interface TimelineSettings extends TableState {
  readonly zoom?: ZoomLevel;
  /** Whether bars and slider are shown; absent until the user has chosen. */
  readonly picture?: boolean;
}

/** Where the time went: by pass, and within a pass by layer and operation. */
class TimelineView {
  private readonly frame: FiguresFrame<TimelineContent, TimelineSettings>;
  private readonly tables = new TimelineTables({
    selected: (key) => this.onSelect(key),
    entered: (level) => this.zoomTo(level),
    changed: () => this.keep(),
  });
  private readonly chart = new TimelineChart((index) => this.onChart(index));
  private readonly scrubber: Scrubber;
  private readonly picture: PictureSwitch;
  private readonly crumbs = new TimelineCrumbs((level) => this.zoomTo(level));
  private readonly advice = element('p', { class: 'timeline-advice' });
  private readonly sentence = element('p', { class: 'timeline-sentence', attributes: { role: 'status' } });
  /** What the user has zoomed to; the operations of its pass may still have to arrive. */
  private zoom: ZoomLevel | undefined;

  constructor(place: ViewPlace) {
    this.frame = new FiguresFrame<TimelineContent, TimelineSettings>({
      place,
      own: 'time',
      title: 'Time',
      emptyText:
        'Nothing is running and no model is open. Debug a model on the built-in console to see where the time of each token goes, or step through the sample.',
      isContent: isTimelineContent,
      note: timelineNote,
      show: (content, fresh) => this.show(content, fresh),
      restore: (state) => this.restore(state),
    });
    const { links } = this.frame;
    this.scrubber = new Scrubber(links);
    this.picture = new PictureSwitch('Chart', [this.chart.element, this.scrubber.element], () => this.keep());
    this.tables.element.addEventListener('keydown', (event) => this.onKey(event));
    this.frame.start(
      [this.crumbs.element, this.scrubber.element, this.picture.element, this.tables.filter],
      this.sentence,
      this.advice,
      element('div', { class: 'timeline-body' }, this.chart.element, this.tables.element),
    );
  }

  private show(content: TimelineContent, fresh: boolean): void {
    this.scrubber.show(content);
    this.draw();
    const focus = fresh ? this.frame.takeFocus(content) : undefined;
    if (focus !== undefined) this.follow(content, focus);
  }

  private restore(state: TimelineSettings): void {
    this.tables.restore(state);
    this.zoom = state.zoom;
    this.picture.restore(state.picture);
  }

  private keep(): void {
    const { zoom } = this;
    const { state: picture } = this.picture;
    this.frame.keep({
      ...this.tables.state,
      ...(zoom !== undefined && { zoom }),
      ...(picture !== undefined && { picture }),
    });
  }

  /** What is zoomed to, once its operations are known. */
  private get level(): ZoomLevel | undefined {
    return this.frame.content?.zoom?.pass === this.zoom?.pass ? this.zoom : undefined;
  }

  private zoomTo(level: ZoomLevel | undefined): void {
    const { content, links } = this.frame;
    this.zoom = level;
    this.keep();
    // The single operations of a pass come with its moment.
    if (level !== undefined && level.pass >= 0 && content?.zoom?.pass !== level.pass)
      void links.scrub({ pass: level.pass });
    this.draw();
  }

  private draw(): void {
    const { content } = this.frame;
    if (content === undefined) return;
    const { level } = this;
    this.crumbs.show(level, content.zoom?.pass);
    const advice = timelineAdvice(content);
    this.advice.hidden = advice === '';
    this.advice.textContent = advice;
    this.sentence.hidden = level !== undefined;
    this.tables.show(content, level);
    if (level === undefined) this.chart.show(content.passes, ['pass', 'passes']);
    else if (level.layer === undefined)
      this.chart.show(this.tables.shownSpans, ['layer', 'layers and operations']);
    else this.chart.show(this.tables.shownSpans, ['operation', 'operations']);
    this.onSelect(this.tables.selectedKey);
    const hasBars = content.passes.length > 0 || level !== undefined;
    for (const part of [this.chart.element, this.tables.element, this.picture.element, this.tables.filter])
      part.hidden = !hasBars;
  }

  private onChart(index: number): void {
    const key = this.tables.keyAt(index);
    if (key === undefined) return;
    this.tables.select(key);
    this.onSelect(key);
    this.keep();
  }

  private onSelect(key: string | undefined): void {
    this.chart.mark(this.tables.indexOf(key));
    const { content, linkBar, isLinked } = this.frame;
    if (this.level !== undefined) {
      const { name, first, matrix } = this.tables.shownSpans.find((span) => span.key === key) ?? {};
      const operation = first === undefined ? {} : { operation: first };
      linkBar.show(name, { ...operation, ...(matrix !== undefined && { matrix }) }, isLinked);
      return;
    }
    const { token, split } = content?.passes[this.tables.indexOf(key)] ?? {};
    const isKnown = token !== undefined && split !== undefined;
    setText(this.sentence, isKnown ? tokenSentence({ token, split }, content?.subject.provenance ?? '') : '');
    linkBar.show(undefined, {}, false);
  }

  /** Backspace leaves a layer or a pass. */
  private onKey(event: KeyboardEvent): void {
    const { zoom } = this;
    if (event.key !== 'Backspace' || zoom === undefined) return;
    event.preventDefault();
    this.zoomTo(zoom.layer === undefined ? undefined : { pass: zoom.pass });
  }

  /** Zooms to what a link points at, and selects it. */
  private follow({ operations = [], zoom }: TimelineContent, focus: LinkFocus): void {
    const { operation, matrix, pass = zoom?.pass } = focus;
    const index = operation ?? operations.findIndex((one) => matrix !== undefined && one.matrix === matrix);
    const layer = operations[index]?.layer;
    if (pass === undefined || index < 0) return;
    this.zoomTo({ pass, ...(layer !== undefined && { layer }) });
    this.tables.select(`operation ${index}`);
    this.onSelect(`operation ${index}`);
    this.keep();
  }
}

/** Builds the tab Time and starts it. */
export function startTimeline(place: ViewPlace): void {
  new TimelineView(place);
}
