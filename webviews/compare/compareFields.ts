import { checkBox } from '../common/controls';
import { element } from '../common/dom';
import type { ComparedField } from '../messages/compare';

/** The header fields of both models side by side: those that differ, unless all are wanted. */
export class CompareFields {
  readonly element = element('div', {
    class: 'compare-fields',
    attributes: { tabindex: '0', role: 'region', 'aria-label': 'Header' },
  });
  /** The switch between all fields and those that differ. */
  readonly filter: HTMLElement;
  private onlyDifferences = true;
  private fields: readonly ComparedField[] = [];

  constructor() {
    this.filter = checkBox('Only fields that differ', true, (isOn) => {
      this.onlyDifferences = isOn;
      this.draw();
    }).element;
  }

  show(fields: readonly ComparedField[]): void {
    this.fields = fields;
    this.draw();
  }

  private draw(): void {
    const shown = this.fields.filter(({ left, right }) => !this.onlyDifferences || left !== right);
    this.element.replaceChildren(
      shown.length === 0 ? element('p', { class: 'muted', text: 'No field differs.' }) : fieldTable(shown),
    );
  }
}

function fieldTable(fields: readonly ComparedField[]): HTMLElement {
  const heads = ['Field', 'Left', 'Right', ''].map((text) =>
    element('th', { text, attributes: { scope: 'col' } }),
  );
  heads.at(-1)?.replaceChildren(element('span', { class: 'visually-hidden', text: 'Difference' }));
  return element(
    'table',
    { class: 'facts-table', attributes: { 'aria-label': 'Header fields' } },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...fields.map(fieldRow)),
  );
}

function fieldRow({ name, left, right }: ComparedField): HTMLElement {
  return element(
    'tr',
    left === right ? {} : { class: 'differs' },
    element('th', { text: name, attributes: { scope: 'row' } }),
    element('td', { class: 'numbers', text: left === '' ? '–' : left }),
    element('td', { class: 'numbers', text: right === '' ? '–' : right }),
    element('td', { text: left === right ? '' : 'differs' }),
  );
}
