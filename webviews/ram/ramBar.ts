import { element } from '../common/dom';
import { address, percent, size } from '../common/numbers';
import type { RamRegion } from '../messages/ram';

const scaleMarks = 8;
/** Below this height the bar is vertical; ram.css has the same limit. */
const lowHeight = '(max-height: 300px)';

/** The name of a region, the same in bar and table. */
export function regionText({ name, kind, start, end }: RamRegion, totalBytes: number): string {
  return `${name} (${kind}), ${size(end - start)}, ${percent((end - start) / totalBytes)}, from ${address(start)}`;
}

/** A stable key of a region. */
export const regionKey = ({ start }: RamRegion): string => String(start);

/**
 * The RAM from address 0 to its end: segments in proportion, one tab stop, arrow keys between them. It lies above the
 * table, from left to right, or beside it, downwards as its rows.
 */
export class RamBar {
  readonly element: HTMLElement;
  private readonly segments = element('div', {
    class: 'ram-bar',
    attributes: { role: 'listbox', 'aria-label': 'RAM by region' },
  });
  private readonly scale = element('div', { class: 'ram-scale', attributes: { 'aria-hidden': 'true' } });
  private readonly isLow = window.matchMedia(lowHeight);
  private selected: string | undefined;

  /** @param turns whether it stands upright where there is little height. */
  constructor(
    private readonly onSelect: (key: string) => void,
    private readonly turns = false,
  ) {
    this.element = element('div', { class: 'ram-chart' }, this.segments, this.scale);
    this.segments.addEventListener('keydown', (event) => this.onKey(event));
    const turn = (): void =>
      this.segments.setAttribute('aria-orientation', this.isUpright ? 'vertical' : 'horizontal');
    this.isLow.addEventListener('change', turn);
    turn();
  }

  show(regions: readonly RamRegion[], totalBytes: number): void {
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset['key'] : undefined;
    const hadFocus = this.segments.contains(document.activeElement);
    this.segments.replaceChildren(...regions.map((region) => this.segment(region, totalBytes)));
    this.scale.replaceChildren(
      ...Array.from({ length: scaleMarks + 1 }, (_, mark) =>
        element('span', {
          text: `${(totalBytes / 2 ** 20 / scaleMarks) * mark}${mark === scaleMarks ? ' MiB' : ''}`,
        }),
      ),
    );
    this.mark(this.selected);
    if (hadFocus && focused !== undefined) this.find(focused)?.focus();
  }

  private get isUpright(): boolean {
    return this.turns && this.isLow.matches;
  }

  /** Marks a region as selected, without taking the focus. */
  mark(key: string | undefined): void {
    this.selected = key;
    const all = [...this.segments.children];
    const chosen = key === undefined ? undefined : this.find(key);
    for (const segment of all) {
      segment.setAttribute('aria-selected', String(segment === chosen));
      segment.setAttribute('tabindex', segment === (chosen ?? all[0]) ? '0' : '-1');
    }
  }

  private segment(region: RamRegion, totalBytes: number): HTMLElement {
    const text = regionText(region, totalBytes);
    const segment = element('div', {
      class: 'region',
      attributes: { role: 'option', 'aria-label': text, title: text, 'data-kind': region.kind },
    });
    const key = regionKey(region);
    segment.dataset['key'] = key;
    segment.style.flexGrow = String(region.end - region.start);
    segment.addEventListener('focus', () => {
      this.mark(key);
      this.onSelect(key);
    });
    segment.addEventListener('click', () => segment.focus());
    return segment;
  }

  private find(key: string): HTMLElement | undefined {
    return [...this.segments.children].find(
      (segment): segment is HTMLElement => segment instanceof HTMLElement && segment.dataset['key'] === key,
    );
  }

  private onKey(event: KeyboardEvent): void {
    const all = [...this.segments.children];
    const current = all.indexOf(event.target as Element);
    const last = all.length - 1;
    const [back, on] = this.isUpright ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
    const goals = new Map([
      [back, current - 1],
      [on, current + 1],
      ['Home', 0],
      ['End', last],
    ]);
    const goal = goals.get(event.key);
    if (goal === undefined) return;
    event.preventDefault();
    const target = all[Math.min(last, Math.max(0, goal))];
    if (target instanceof HTMLElement) target.focus();
  }
}
