import type { Guard } from '../guards/combinators';
import type { LinkFocus, RevealPlace } from '../messages/figures';
import type { Subject } from '../messages/subject';
import { element } from './dom';
import { emptyState } from './emptyState';
import { FiguresLinks } from './figuresLinks';
import type { Host } from './host';
import { LinkBar } from './linkBar';
import { Page } from './page';
import { SubjectLine } from './subjectLine';

export interface FiguresFrameOptions<Content, Settings> {
  readonly host: Host;
  /** The view's own place among those that links lead to. */
  readonly place: RevealPlace;
  readonly title: string;
  /** What the page says when there is nothing to show. */
  readonly emptyText: string;
  readonly isContent: Guard<Content>;
  /** The text next to the name of the run, in parts. */
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
  /** Of the last link that was followed. */
  private focused = 0;
  private readonly page: Page<Content, Settings>;
  private readonly view = element('main', { class: 'view' });
  private readonly empty: HTMLElement;

  constructor(private readonly options: FiguresFrameOptions<Content, Settings>) {
    const { host, place, title, emptyText, isContent, restore } = options;
    this.links = new FiguresLinks(host);
    this.linkBar = new LinkBar(this.links, place);
    this.subject = new SubjectLine(() => void this.links.scrub(undefined));
    this.empty = emptyState(title, emptyText);
    this.view.hidden = this.empty.hidden = true;
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

  /** Puts the parts of the view into the page, and begins to ask for content. */
  start(root: HTMLElement, ...parts: readonly HTMLElement[]): void {
    this.view.append(
      element('h1', { class: 'visually-hidden', text: this.options.title }),
      ...parts,
      this.linkBar.element,
    );
    root.append(this.view, this.empty);
    this.page.start();
  }

  /** Remembers how the view shows its content. */
  keep(settings: Settings): void {
    this.page.keep(settings);
  }

  /** What a link points at, once for each link. */
  takeFocus({ subject: { focus } }: Content): LinkFocus | undefined {
    if (focus === undefined || focus.serial <= this.focused) return undefined;
    this.focused = focus.serial;
    return focus;
  }

  private show(content: Content, fresh: boolean): void {
    this.current = content;
    this.setEmpty(false);
    const note = [...this.options.note(content), ...(fresh ? [] : ['from before the reload'])];
    this.subject.show(content.subject, note.join(', '));
    this.options.show(content, fresh);
  }

  private setEmpty(isEmpty: boolean): void {
    this.empty.hidden = !isEmpty;
    this.view.hidden = isEmpty;
  }
}
