/** Height of a line in CSS pixels, as in bytes.css. */
export const lineHeight = 20;
/** Browsers draw nothing below some tens of millions of pixels, so a longer file scrolls in larger steps. */
const mostPixels = 8_000_000;

/** Where a scroll bar stands for lines that may be more than it has pixels. */
export class HexScroll {
  private lines = 0;
  private height = 0;

  resize(lines: number, height: number): void {
    this.lines = lines;
    this.height = height;
  }

  /** Whole lines in sight. */
  get visible(): number {
    return Math.max(1, Math.floor(this.height / lineHeight));
  }

  /** The last line that can stand on top. */
  get lastTop(): number {
    return Math.max(0, this.lines - this.visible);
  }

  /** Pixels that the content is said to be high. */
  get pixels(): number {
    return Math.min(mostPixels, this.lines * lineHeight);
  }

  /** Does a pixel of the scroll bar stand for more than one of the content? */
  get isCoarse(): boolean {
    return this.lines * lineHeight > mostPixels;
  }

  lineOf(scrollTop: number): number {
    if (!this.isCoarse) return Math.min(this.lastTop, Math.round(scrollTop / lineHeight));
    return Math.round((scrollTop / Math.max(1, this.pixels - this.height)) * this.lastTop);
  }

  scrollTopOf(line: number): number {
    if (!this.isCoarse) return line * lineHeight;
    return (line / Math.max(1, this.lastTop)) * (this.pixels - this.height);
  }
}
