import { element } from '../common/dom';
import { commandLink } from '../common/ui';
import type { InspectorContent, LayoutFacts } from '../messages/inspector';
import { fieldTable } from './fieldTable';
import type { Links, Pane } from './inspectorPane';

/** Every header field with what it means and whether it can be right, and the tensor order with its evidence. */
export class HeaderPane implements Pane {
  readonly id = 'header';
  readonly title = 'Header';
  readonly element = element('section', { class: 'pane header', attributes: { tabindex: '0' } });

  constructor(private readonly links: Links) {}

  isUseful(): boolean {
    return true;
  }

  show({ fields, layout, damage, problem }: InspectorContent): void {
    const focused = this.focusedField();
    const parts: HTMLElement[] = [];
    if (layout !== undefined) parts.push(layoutSection(layout));
    if (fields.length > 0) {
      parts.unshift(
        element(
          'section',
          { attributes: { 'aria-labelledby': 'header-heading' } },
          element('h2', { text: 'Header', attributes: { id: 'header-heading' } }),
          fieldTable(fields, (start) => this.links.showBytes(start, start + 4)),
        ),
      );
    } else if (problem === undefined) {
      parts.push(element('p', { class: 'muted', text: 'The file has no header.' }));
    }
    if (damage !== undefined) parts.unshift(damageSection(damage));
    this.element.replaceChildren(...parts);
    if (focused !== undefined) this.reveal(focused);
  }

  /** Takes the focus to a field. */
  reveal(field: string): void {
    const row = this.element.querySelector<HTMLElement>(`tr[data-field="${CSS.escape(field)}"]`);
    row?.querySelector<HTMLElement>('button')?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }

  private focusedField(): string | undefined {
    const active = document.activeElement;
    const row = this.element.contains(active) ? active?.closest<HTMLElement>('tr[data-field]') : undefined;
    return row?.dataset['field'];
  }
}

function damageSection(damage: readonly string[]): HTMLElement {
  return element(
    'section',
    { attributes: { 'aria-labelledby': 'damage-heading' } },
    element('h2', { text: 'Signs of damage', attributes: { id: 'damage-heading' } }),
    element('ul', {}, ...damage.map((text) => element('li', { text }))),
  );
}

function layoutSection({ order, ambiguous, evidence }: LayoutFacts): HTMLElement {
  const items = evidence.map((text) => element('li', { text }));
  return element(
    'section',
    { attributes: { 'aria-labelledby': 'layout-heading' } },
    element('h2', { text: 'Tensor order', attributes: { id: 'layout-heading' } }),
    element('p', { text: ambiguous ? `${order} (another order also fits)` : order }),
    element('ul', { class: 'muted' }, ...items),
    element('p', {}, commandLink('Choose Another Tensor Order…', 'ps2ml.chooseOrder')),
  );
}
