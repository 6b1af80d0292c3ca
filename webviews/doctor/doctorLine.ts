import { button } from '../common/controls';
import { element } from '../common/dom';
import type { DoctorLine, DoctorStatus } from '../messages/doctor';

/** A sign for each status: colour alone never carries it. */
const signs: Readonly<Record<DoctorStatus, string>> = { ok: '✓', warning: '!', error: '✗', skipped: '–' };

/** One check: what was found, why it matters and a button. @param pressed the button was */
export function doctorLine(line: DoctorLine, pressed: () => void): HTMLElement {
  const { id, title, status, what, why, details, action } = line;
  const sign = status === undefined ? '…' : signs[status];
  const mark = element('span', {
    class: `mark ${status ?? 'running'}`,
    text: sign,
    attributes: { 'aria-hidden': 'true' },
  });
  const name = element(
    'h2',
    { text: title },
    element('span', { class: 'visually-hidden', text: `: ${status ?? 'checking'}` }),
  );
  const text = element(
    'div',
    { class: 'text' },
    name,
    element('p', { text: what }),
    ...(why === '' ? [] : [element('p', { class: 'muted', text: why })]),
    ...moreOf(details),
  );
  const made = element('li', { class: 'line' }, mark, text);
  if (action !== undefined) {
    const act = button(action, pressed);
    act.dataset['line'] = id;
    // Buttons of two lines may have the same label.
    act.setAttribute('aria-label', `${action} (${title})`);
    made.append(act);
  }
  return made;
}

function moreOf(details: readonly string[]): HTMLElement[] {
  if (details.length === 0) return [];
  const texts = details.map((text) => element('li', { text }));
  return [element('details', {}, element('summary', { text: 'More' }), element('ul', {}, ...texts))];
}
