import { element } from '../common/dom';
import { isInspectorContent } from '../common/guards';
import type { Host } from '../common/host';
import { count, size } from '../common/numbers';
import { Page } from '../common/page';
import type { TableState } from '../common/table';
import { commandLink } from '../common/ui';
import type { InspectorContent, LayoutFacts } from '../messages';
import { fieldTable } from './fieldTable';
import { matrixTable } from './matrixTable';

/** Builds the inspector into `root` and starts it. */
export function startInspector(root: HTMLElement, host: Host): void {
  const title = element('header', { class: 'title' });
  const facts = element('div', { class: 'facts' });
  const matrices = matrixTable(() => page.keep(matrices.state));
  const matrixSection = element(
    'section',
    { class: 'matrices', attributes: { 'aria-labelledby': 'matrices-heading' } },
    element(
      'div',
      { class: 'section-bar' },
      element('h2', { text: 'Matrices', attributes: { id: 'matrices-heading' } }),
      matrices.filter,
    ),
    matrices.table.element,
  );
  const page = new Page<InspectorContent, TableState>({
    host,
    isContent: isInspectorContent,
    show: (content) => {
      document.body.classList.remove('waiting');
      title.replaceChildren(...titleOf(content));
      facts.replaceChildren(...factsOf(content));
      matrixSection.hidden = content.matrices.length === 0;
      matrices.table.setRows(content.matrices);
    },
    showEmpty: () => undefined,
    restore: (state) => matrices.restore(state),
  });
  root.append(element('main', { class: 'inspector' }, title, facts, matrixSection));
  page.start();
}

function titleOf({ fileName, fileBytes, summary, problem, forecast }: InspectorContent): HTMLElement[] {
  const lines = [
    element(
      'div',
      { class: 'title-line' },
      element('h1', { text: fileName }),
      element('span', {
        class: 'muted',
        text: size(fileBytes),
        attributes: { title: `${count(fileBytes)} bytes` },
      }),
    ),
  ];
  if (summary !== undefined) lines.push(element('p', { class: 'muted', text: summary }));
  if (problem !== undefined) {
    lines.push(element('p', { class: 'notice error', text: problem, attributes: { role: 'alert' } }));
  }
  if (forecast !== undefined) {
    const kind = forecast.fits ? 'fits' : 'warning';
    lines.push(
      element(
        'p',
        { class: `notice ${kind}`, attributes: { 'data-forecast': '' } },
        element('span', { class: 'tag', text: 'forecast' }),
        element('span', { text: forecast.sentence }),
      ),
    );
  }
  return lines;
}

function factsOf({ fields, layout }: InspectorContent): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (fields.length > 0) {
    parts.push(
      element(
        'section',
        { attributes: { 'aria-labelledby': 'header-heading' } },
        element(
          'div',
          { class: 'section-bar' },
          element('h2', { text: 'Header', attributes: { id: 'header-heading' } }),
        ),
        fieldTable(fields),
      ),
    );
  }
  if (layout !== undefined) parts.push(layoutSection(layout));
  return parts;
}

function layoutSection({ order, ambiguous, changeable, evidence }: LayoutFacts): HTMLElement {
  const items = evidence.map((text) => element('li', { text }));
  return element(
    'section',
    { attributes: { 'aria-labelledby': 'layout-heading' } },
    element('h2', { text: 'Layout', attributes: { id: 'layout-heading' } }),
    element('p', { text: ambiguous ? `${order} (another order fits as well)` : order }),
    element('ul', { class: 'muted' }, ...items),
    ...(changeable ? [element('p', {}, commandLink('Choose another order…', 'ps2ml.chooseOrder'))] : []),
  );
}
