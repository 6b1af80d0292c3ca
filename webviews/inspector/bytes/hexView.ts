import { element } from '../../common/dom';
import { hexHead, HexLine, lineBytes, offsetOf, type HexByte } from './hexLine';
import { HexScroll } from './hexScroll';

/** What the view shows of each byte. */
export interface HexOptions {
  /** The byte, or undefined while it is on its way. */
  readonly byteAt: (offset: number) => number | undefined;
  /** CSS classes that say what kind of byte it is. */
  readonly classOf: (offset: number) => string;
  /** What it is, as text. */
  readonly describe: (offset: number) => string;
  /** The cursor moved, by the user or by `moveTo`. */
  readonly moved: (offset: number) => void;
  /** The mouse is over a byte, or over none. */
  readonly hovered: (offset: number | undefined) => void;
}

/** Bytes as a grid of 16 a line with one tab stop, of files of any size: only the lines in sight exist. */
export class HexView {
  readonly element: HTMLElement;
  private readonly viewport: HTMLElement;
  private readonly space: HTMLElement;
  private readonly body: HTMLElement;
  private readonly scroll = new HexScroll();
  private lines: HexLine[] = [];
  private size = 0;
  private top = 0;
  private cursor = 0;

  constructor(private readonly options: HexOptions) {
    this.body = element('div', { class: 'hex-lines', attributes: { role: 'presentation' } });
    this.space = element('div', { class: 'hex-space', attributes: { role: 'presentation' } }, this.body);
    this.viewport = element('div', { class: 'hex-viewport', attributes: { role: 'rowgroup' } }, this.space);
    this.element = element(
      'div',
      {
        class: 'hex',
        attributes: { role: 'grid', 'aria-label': 'Bytes', 'aria-colcount': String(lineBytes + 2) },
      },
      element('div', { class: 'hex-head', attributes: { role: 'rowgroup' } }, hexHead()),
      this.viewport,
    );
    this.viewport.addEventListener('scroll', () => this.onScroll());
    this.viewport.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
    this.viewport.addEventListener('keydown', (event) => this.onKey(event));
    this.viewport.addEventListener('click', (event) => this.onClick(event));
    this.viewport.addEventListener('mouseover', (event) => this.options.hovered(offsetOf(event.target)));
    this.viewport.addEventListener('mouseleave', () => this.options.hovered(undefined));
    new ResizeObserver(() => this.layOut()).observe(this.viewport);
  }

  /** First byte in sight, and the one under the cursor: for keeping them. */
  get place(): { readonly top: number; readonly cursor: number } {
    return { top: this.top * lineBytes, cursor: this.cursor };
  }

  /** Shows a file of `size` bytes; cursor and place stay as far as they can. */
  setSize(size: number): void {
    this.size = size;
    this.cursor = Math.min(this.cursor, Math.max(0, size - 1));
    this.element.setAttribute('aria-rowcount', String(Math.ceil(size / lineBytes) + 1));
    this.layOut();
  }

  /** Puts the cursor on a byte and brings it into sight, in the upper part when it was far away. */
  moveTo(offset: number, top?: number): void {
    this.cursor = Math.max(0, Math.min(this.size - 1, offset));
    const line = Math.floor(this.cursor / lineBytes);
    const { visible } = this.scroll;
    if (top !== undefined) this.setTop(Math.floor(top / lineBytes));
    else if (line < this.top - visible || line > this.top + 2 * visible) this.setTop(line - 2);
    else if (line < this.top) this.setTop(line);
    else if (line >= this.top + visible) this.setTop(line - visible + 1);
    else this.draw();
    this.options.moved(this.cursor);
  }

  /** Draws what is in sight again: bytes arrived, or what they mean has changed. */
  draw(): void {
    // A page that has not the focus itself must not take it from a dialog.
    const hadFocus = document.hasFocus() && this.body.contains(document.activeElement);
    const count = Math.min(this.scroll.visible + 1, Math.ceil(this.size / lineBytes) - this.top);
    while (this.lines.length < count) {
      const line = new HexLine();
      this.body.append(line.element);
      this.lines.push(line);
    }
    for (const line of this.lines.splice(Math.max(0, count))) line.element.remove();
    this.lines.forEach((line, i) => this.fill(line, (this.top + i) * lineBytes));
    if (hadFocus) this.focus();
  }

  /** Moves the keyboard's focus to the byte under the cursor. */
  focus(): void {
    const line = this.lines[Math.floor(this.cursor / lineBytes) - this.top];
    line?.cells[this.cursor % lineBytes]?.focus({ preventScroll: true });
  }

  private layOut(): void {
    const height = this.viewport.clientHeight;
    this.scroll.resize(Math.ceil(this.size / lineBytes), height);
    this.space.style.height = `${this.scroll.pixels}px`;
    this.body.style.height = `${Math.min(height, this.scroll.pixels)}px`;
    this.setTop(this.top);
  }

  private setTop(line: number): void {
    this.top = Math.max(0, Math.min(this.scroll.lastTop, Math.round(line)));
    const wanted = this.scroll.scrollTopOf(this.top);
    if (this.scroll.lineOf(this.viewport.scrollTop) !== this.top) this.viewport.scrollTop = wanted;
    this.draw();
  }

  private onScroll(): void {
    const line = this.scroll.lineOf(this.viewport.scrollTop);
    // A coarse scroll bar cannot stand exactly where the lines do.
    const slack = this.scroll.isCoarse ? this.scroll.lineOf(this.viewport.scrollTop + 2) - line : 0;
    if (Math.abs(line - this.top) <= slack) return;
    this.top = line;
    this.draw();
  }

  private onWheel(event: WheelEvent): void {
    if (!this.scroll.isCoarse || event.ctrlKey) return;
    event.preventDefault();
    this.setTop(this.top + Math.sign(event.deltaY) * Math.max(1, Math.round(Math.abs(event.deltaY) / 20)));
  }

  private onClick(event: MouseEvent): void {
    const offset = offsetOf(event.target);
    if (offset === undefined) return;
    this.moveTo(offset);
    this.focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const { cursor, size } = this;
    const page = this.scroll.visible * lineBytes;
    const lineStart = cursor - (cursor % lineBytes);
    const goal = {
      ArrowLeft: cursor - 1,
      ArrowRight: cursor + 1,
      ArrowUp: cursor - lineBytes,
      ArrowDown: cursor + lineBytes,
      PageUp: cursor - page,
      PageDown: cursor + page,
      Home: event.ctrlKey ? 0 : lineStart,
      End: event.ctrlKey ? size - 1 : lineStart + lineBytes - 1,
    }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    this.moveTo(goal);
    this.focus();
  }

  private byte(offset: number): HexByte {
    const { byteAt, classOf, describe } = this.options;
    const isCursor = offset === this.cursor;
    return {
      offset,
      value: byteAt(offset),
      kind: classOf(offset),
      ...(isCursor && { cursor: describe(offset) }),
    };
  }

  private fill(line: HexLine, start: number): void {
    const length = Math.max(0, Math.min(lineBytes, this.size - start));
    line.fill(
      start,
      Array.from({ length }, (_, column) => this.byte(start + column)),
    );
  }
}
