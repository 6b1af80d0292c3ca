import { PlanError } from '../../model/plan/error';
import { whatFits, type Fit } from '../../model/plan/whatFits';
import { element } from '../common/dom';
import { count, size } from '../common/numbers';
import type { ForecastFacts } from '../messages/figures';

/** What the RAM that is left would hold. */
export class FitsPane {
  readonly element = element('section', { class: 'pane ram-fits', attributes: { tabindex: '0' } });

  show({ shape, layout }: ForecastFacts): void {
    this.element.replaceChildren(...bodyOf(() => whatFits(shape, layout)));
  }
}

function bodyOf(fits: () => readonly Fit[]): Node[] {
  try {
    return [tableOf(fits())];
  } catch (error) {
    if (error instanceof PlanError) return [element('p', { class: 'pane-note', text: error.message })];
    throw error;
  }
}

function tableOf(fits: readonly Fit[]): HTMLElement {
  return element(
    'table',
    { class: 'small-table' },
    element('caption', { text: 'What would fit, as planned' }),
    element(
      'tbody',
      {},
      ...fits.map(({ name, value, unit, detail }) =>
        element(
          'tr',
          {},
          element('th', { text: name, attributes: { scope: 'row' } }),
          element('td', { class: 'numbers', text: unit === 'bytes' ? size(value) : count(value) }),
          element('td', { text: detail.replace(/\d{4,}/g, (digits) => count(Number(digits))) }),
        ),
      ),
    ),
  );
}
