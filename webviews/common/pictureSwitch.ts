import { element } from './dom';

/** A narrow view in a panel of default height has room for its table only; lowView.css has the same limits. */
const noRoom = '(max-height: 300px) and (max-width: 399px)';

/**
 * Shows and hides a picture that has the same data as its table. Until the user chooses, it is hidden where there is
 * room for only one of the two.
 */
export class PictureSwitch {
  readonly element: HTMLButtonElement;
  private readonly isCramped = window.matchMedia(noRoom);
  private chosen: boolean | undefined;

  /**
   * @param name what the button is called.
   * @param parts what is hidden.
   * @param changed the user has chosen.
   */
  constructor(
    name: string,
    private readonly parts: readonly HTMLElement[],
    changed: () => void,
  ) {
    this.element = element('button', {
      class: 'button picture-switch',
      text: name,
      attributes: { type: 'button', title: 'Show or hide the picture next to the table' },
    });
    this.element.addEventListener('click', () => {
      this.chosen = !this.isShown;
      this.update();
      changed();
    });
    this.isCramped.addEventListener('change', () => this.update());
    this.update();
  }

  /** What the user has chosen, for keeping it; undefined when nothing. */
  get state(): boolean | undefined {
    return this.chosen;
  }

  restore(chosen: unknown): void {
    if (typeof chosen !== 'boolean') return;
    this.chosen = chosen;
    this.update();
  }

  private get isShown(): boolean {
    return this.chosen ?? !this.isCramped.matches;
  }

  private update(): void {
    this.element.setAttribute('aria-pressed', String(this.isShown));
    for (const part of this.parts) part.classList.toggle('folded', !this.isShown);
  }
}
