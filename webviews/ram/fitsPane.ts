import { PlanError } from '../../model/plan/error';
import { whatFits, type Fit } from '../../model/plan/whatFits';
import { element } from '../common/dom';
import { count, milliseconds, size } from '../common/numbers';
import { storageFor } from '../discReads/whatIf/whatIfQuestion';
import type { ForecastFacts } from '../messages/figures';

/** What the free RAM could hold, and what a token would cost then. */
export class FitsPane {
  readonly element = element('section', { class: 'pane ram-fits', attributes: { tabindex: '0' } });

  show(facts: ForecastFacts): void {
    this.element.replaceChildren(...bodyOf(facts));
  }
}

function bodyOf({ shape, layout, disc, calibration }: ForecastFacts): Node[] {
  // The same times as in What If of the tab Disc.
  const storage = storageFor({ storage: disc, constants: {} }, calibration);
  try {
    return [tableOf(whatFits(shape, layout, storage, calibration), storage.label)];
  } catch (error) {
    if (error instanceof PlanError) return [element('p', { class: 'pane-note', text: error.message })];
    throw error;
  }
}

function tableOf(fits: readonly Fit[], storage: string): HTMLElement {
  const head = ['', 'Fits', 'Read per token', 'ms per token', ''];
  return element(
    'table',
    { class: 'small-table' },
    element('caption', {
      text: `What would fit, and the forecast cost of a token from ${storage}`,
    }),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...head.map((text) =>
          text === '' ? element('td') : element('th', { text, attributes: { scope: 'col' } }),
        ),
      ),
    ),
    element('tbody', {}, ...fits.map(rowOf)),
  );
}

function rowOf({ name, value, unit, detail, token }: Fit): HTMLElement {
  const cell = (text: string): HTMLElement => element('td', { class: 'numbers', text });
  return element(
    'tr',
    {},
    element('th', { text: name, attributes: { scope: 'row' } }),
    cell(unit === 'bytes' ? size(value) : count(value)),
    cell(token === undefined ? '' : size(token.bytes)),
    cell(token === undefined ? '' : milliseconds(token.ms)),
    element('td', {
      class: 'fit-detail muted',
      text: detail.replace(/\d{4,}/g, (digits) => count(Number(digits))),
    }),
  );
}
