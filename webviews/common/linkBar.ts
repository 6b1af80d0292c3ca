import type { LinkTarget, RevealPlace } from '../messages/figures';
import { jump } from './controls';
import { element } from './dom';
import type { FiguresLinks } from './figuresLinks';

const places: Readonly<Record<RevealPlace, { readonly text: string; readonly title: string }>> = {
  listing: { text: 'Listing', title: 'Go to its line in the listing' },
  inspector: { text: 'Inspector', title: 'Go to its row in the inspector' },
  bytes: { text: 'Bytes', title: 'Show its bytes in the model’s file' },
  disc: { text: 'Disc', title: 'Show its reads in the tab Disc' },
  ram: { text: 'RAM', title: 'Show its place in the tab RAM' },
  time: { text: 'Time', title: 'Show its time in the tab Time' },
};

/** What is selected, with links to the same thing in other places. */
export class LinkBar {
  readonly element: HTMLElement;
  private readonly name = element('span', { class: 'link-name' });
  private readonly ways = element('span', { class: 'link-ways' });

  constructor(
    private readonly links: FiguresLinks,
    private readonly own: RevealPlace | undefined,
  ) {
    this.element = element(
      'nav',
      { class: 'link-bar', attributes: { 'aria-label': 'Show the selection in' } },
      this.name,
      this.ways,
    );
    this.element.hidden = true;
  }

  /**
   * @param name what is selected; undefined hides the bar.
   * @param isLinked the model's file is known.
   */
  show(name: string | undefined, target: LinkTarget, isLinked: boolean): void {
    this.element.hidden = name === undefined;
    if (name === undefined) return;
    const hadFocus = this.ways.contains(document.activeElement)
      ? document.activeElement?.textContent
      : undefined;
    this.name.textContent = name;
    const hasMatrix = target.matrix !== undefined || target.operation !== undefined;
    const shown = (Object.keys(places) as RevealPlace[]).filter((place) => {
      if (place === this.own) return false;
      if (place === 'inspector' || place === 'bytes') return isLinked && target.matrix !== undefined;
      return place === 'listing' ? isLinked && hasMatrix : hasMatrix || place === 'time';
    });
    const buttons = shown.map((place) => {
      const { text, title } = places[place];
      return jump(text, () => this.links.reveal(place, target), title);
    });
    this.ways.replaceChildren(...buttons);
    buttons.find((button) => button.textContent === hadFocus)?.focus();
  }
}
