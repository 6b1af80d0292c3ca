import type { Guard } from '../guards/combinators';
import type { LinkFocus, RevealPlace } from '../messages/figures';
import type { Subject } from '../messages/subject';
import { element, setText } from './dom';
import { emptyState } from './emptyState';
import { FiguresLinks } from './figuresLinks';
import { LinkBar } from './linkBar';
import { Page } from './page';
import { SubjectLine } from './subjectLine';
import type { ViewPlace } from './viewPlace';

interface FiguresFrameOptions<Content, Settings> {
  readonly place: ViewPlace;
  /** The view's own place among those that links lead to; a view that none leads to has none. */
  readonly own?: RevealPlace;
  readonly title: string;
  /** What the page says when there is nothing to show. */
  readonly emptyText: string;
  readonly isContent: Guard<Content>;
  /** What the tab says in short, in parts. */
  readonly note: (content: Content) => readonly string[];
  /** `fresh` is false for what the page remembers from before a reload. */
  readonly show: (content: Content, fresh: boolean) => void;
  readonly restore: (settings: Settings) => void;
}

/** What the views of figures have in common: the run, links to other places, the empty state. */
export class FiguresFrame<Content extends { readonly subject: Subject }, Settings> {
  readonly links: FiguresLinks;
  readonly linkBar: LinkBar;
  readonly subject: SubjectLine;
  private current: Content | undefined;
  private readonly page: Page<Content, Settings>;
  private readonly view = element('div', { class: 'view' });
  private readonly note = element('p', { class: 'view-note muted' });
  private readonly empty: HTMLElement;

  constructor(private readonly options: FiguresFrameOptions<Content, Settings>) {
    const { place, own, title, emptyText, isContent, restore } = options;
    const { host } = place;
    this.links = new FiguresLinks(host);
    this.linkBar = new LinkBar(this.links, own);
    this.subject = new SubjectLine(() => void this.links.scrub(undefined));
    this.empty = emptyState(title, emptyText);
    this.view.hidden = this.empty.hidden = this.subject.element.hidden = true;
    this.page = new Page<Content, Settings>({
      host,
      isContent,
      show: (content, fresh) => this.show(content, fresh),
      showEmpty: () => this.setEmpty(true),
      restore,
    });
  }

  /** The content that is shown; undefined before any has arrived. */
  get content(): Content | undefined {
    return this.current;
  }

  /** The model's file is known, so that links can lead to it. */
  get isLinked(): boolean {
    return this.current?.subject.linked === true;
  }

  /**
   * Puts the parts of the view into the page, and begins to ask for content.
   * @param bar the controls above the figures.
   */
  start(bar: readonly HTMLElement[], ...parts: readonly HTMLElement[]): void {
    const { root, summary } = this.options.place;
    this.view.append(
      element('h1', { class: 'visually-hidden', text: this.options.title }),
      ...(summary === undefined ? [this.subject.element] : []),
      element('div', { class: 'view-bar' }, ...bar, this.note),
      this.links.notice,
      ...parts,
      this.linkBar.element,
    );
    summary?.append(this.subject.element);
    if (summary === undefined) root.append(element('main', { class: 'alone' }, this.view, this.empty));
    else root.append(this.view, this.empty);
    this.page.start();
  }

  /** Remembers how the view shows its content. */
  keep(settings: Settings): void {
    this.page.keep(settings);
  }

  /** What a link points at, once for each link. */
  takeFocus({ subject: { focus } }: Content): LinkFocus | undefined {
    return focus !== undefined && this.page.follows(focus.serial) ? focus : undefined;
  }

  private show(content: Content, fresh: boolean): void {
    this.current = content;
    this.setEmpty(false);
    const note = this.options.note(content).join(', ');
    setText(this.note, note);
    this.note.title = note;
    this.subject.show(content.subject, fresh);
    this.options.show(content, fresh);
  }

  private setEmpty(isEmpty: boolean): void {
    this.empty.hidden = !isEmpty;
    this.view.hidden = isEmpty;
    this.subject.element.hidden = isEmpty;
  }
}
