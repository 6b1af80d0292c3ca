import { element } from './dom';

/** A page among others, of which one is shown. */
export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly panel: HTMLElement;
}

/**
 * Tabs as WAI-ARIA describes them: one tab stop, arrow keys, Home and End move and show at once. Panels that are not
 * shown are hidden.
 */
export class Tabs {
  readonly element: HTMLElement;
  private readonly buttons = new Map<string, HTMLElement>();
  private shown = '';

  /** @param changed tells which tab is shown, also by `show`. */
  constructor(
    label: string,
    private readonly tabs: readonly Tab[],
    private readonly changed: (id: string) => void,
  ) {
    this.element = element('div', { class: 'tabs', attributes: { role: 'tablist', 'aria-label': label } });
    for (const { id, title, panel } of tabs) {
      const button = element('button', {
        class: 'tab',
        text: title,
        attributes: { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` },
      });
      button.addEventListener('click', () => this.show(id));
      button.addEventListener('keydown', (event) => this.onKey(event));
      this.buttons.set(id, button);
      this.element.append(button);
      panel.id = `panel-${id}`;
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', `tab-${id}`);
    }
    const [first] = tabs;
    if (first !== undefined) this.mark(first.id);
  }

  get current(): string {
    return this.shown;
  }

  /** Shows a tab's panel; one that is not there or not enabled is not shown. */
  show(id: string): void {
    if (id === this.shown || !this.isEnabled(id)) return;
    this.mark(id);
    this.changed(id);
  }

  /** A tab that has nothing to show cannot be chosen. The first one always can. */
  enable(id: string, enabled: boolean): void {
    this.buttons.get(id)?.toggleAttribute('disabled', !enabled);
    const [first] = this.tabs;
    if (!enabled && id === this.shown && first !== undefined) this.show(first.id);
  }

  private isEnabled(id: string): boolean {
    const button = this.buttons.get(id);
    return button !== undefined && !button.hasAttribute('disabled');
  }

  private mark(id: string): void {
    this.shown = id;
    for (const tab of this.tabs) {
      const isShown = tab.id === id;
      tab.panel.hidden = !isShown;
      const button = this.buttons.get(tab.id);
      button?.setAttribute('aria-selected', String(isShown));
      button?.setAttribute('tabindex', isShown ? '0' : '-1');
    }
  }

  private onKey(event: KeyboardEvent): void {
    const enabled = this.tabs.filter(({ id }) => this.isEnabled(id));
    const at = enabled.findIndex(({ id }) => id === this.shown);
    const last = enabled.length - 1;
    const goal = {
      ArrowLeft: at === 0 ? last : at - 1,
      ArrowRight: at === last ? 0 : at + 1,
      Home: 0,
      End: last,
    }[event.key];
    const tab = goal === undefined ? undefined : enabled[goal];
    if (tab === undefined) return;
    event.preventDefault();
    this.show(tab.id);
    this.buttons.get(tab.id)?.focus();
  }
}
