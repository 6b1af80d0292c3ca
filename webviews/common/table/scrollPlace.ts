import { rowHeight } from './rowWindow';

/** Milliseconds without a scroll after which the place is stored. */
const restMs = 200;

/** How far a table is scrolled, over a reload too. */
export class ScrollPlace {
  private top = 0;
  /** Where to scroll to once there are rows and room. */
  private wanted: number | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;

  /** @param rested scrolling has stopped at another place. */
  constructor(
    private readonly viewport: HTMLElement,
    private readonly rested: () => void,
  ) {}

  /** Rows that are scrolled out of sight above; undefined for none. */
  get state(): number | undefined {
    return this.top === 0 ? undefined : this.top;
  }

  restore(top: number | undefined): void {
    this.top = top ?? 0;
    this.wanted = top;
  }

  /** The user has scrolled. */
  onScroll(): void {
    if (this.viewport.clientHeight === 0) return;
    const top = Math.round(this.viewport.scrollTop / rowHeight);
    if (top === this.top) return;
    this.top = top;
    clearTimeout(this.rest);
    this.rest = setTimeout(this.rested, restMs);
  }

  /** Returns to the place from before a reload, as soon as that is possible. */
  takeUp(hasRows: boolean): void {
    if (this.wanted === undefined || !hasRows || this.viewport.clientHeight === 0) return;
    this.viewport.scrollTop = this.wanted * rowHeight;
    this.wanted = undefined;
  }
}
