import { errorText } from '../common/errorText';
import { button } from '../common/controls';
import { element, setText } from '../common/dom';
import type { Host } from '../common/host';
import { Page } from '../common/page';
import { Requests } from '../common/requests';
import type { DoctorContent, DoctorLine, DoctorStatus } from '../messages/doctor';
import { exactly } from '../guards/combinators';
import { isDoctorContent } from '../guards/doctorGuard';

/** A shape and a word for each status, so that colour says nothing alone. */
const marks: Readonly<Record<DoctorStatus, { readonly sign: string; readonly word: string }>> = {
  good: { sign: '✓', word: 'good' },
  loss: { sign: '!', word: 'with a loss' },
  bad: { sign: '✗', word: 'does not work' },
  idle: { sign: '–', word: 'not needed now' },
};

/** Shows one line for each check, each with what was found, why it matters and a button. */
export function startDoctor(body: HTMLElement, host: Host): void {
  const requests = new Requests(host);
  const summary = element('p', { class: 'summary', attributes: { role: 'status' } });
  const refusal = element('p', { class: 'refusal', attributes: { role: 'alert' } });
  const list = element('ul', { class: 'lines' });
  const ask = (name: string, argument: unknown): void => {
    refusal.textContent = '';
    requests.ask(name, argument, { isResult: exactly(true) }).catch((error: unknown) => {
      refusal.textContent = errorText(error);
    });
  };
  const again = button('Check Everything Again', () => ask('checkAll', null));
  const heading = element('h1', { text: 'Doctor' });
  const head = element('header', { class: 'head' }, heading, again);
  body.append(element('main', {}, head, summary, refusal, list));
  const show = ({ lines }: DoctorContent): void => {
    // What has the focus keeps it, though the lines are made anew.
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset['line'] : undefined;
    list.replaceChildren(...lines.map((line) => lineOf(line, () => ask('act', line.id))));
    if (focused !== undefined)
      list.querySelector<HTMLElement>(`button[data-line="${CSS.escape(focused)}"]`)?.focus();
    // Only the result is told.
    summary.setAttribute('aria-busy', String(lines.some(({ status }) => status === undefined)));
    setText(summary, summaryOf(lines));
  };
  new Page<DoctorContent, never>({
    host,
    isContent: isDoctorContent,
    show,
    showEmpty: () => show({ lines: [] }),
  }).start();
}

function lineOf(line: DoctorLine, pressed: () => void): HTMLElement {
  const { id, title, status, what, why, details, action } = line;
  const { sign, word } = status === undefined ? { sign: '…', word: 'is being checked' } : marks[status];
  const mark = element('span', {
    class: `mark ${status ?? 'running'}`,
    text: sign,
    attributes: { 'aria-hidden': 'true' },
  });
  const name = element(
    'h2',
    { text: title },
    element('span', { class: 'visually-hidden', text: `: ${word}` }),
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
    // Two lines may have buttons of one name.
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

function summaryOf(lines: readonly DoctorLine[]): string {
  const open = lines.filter(({ status }) => status === undefined).length;
  if (open > 0) return `Checking: ${lines.length - open} of ${lines.length} done.`;
  const bad = lines.filter(({ status }) => status === 'bad').length;
  if (bad > 0) return `${bad} of ${lines.length} checks found something that does not work.`;
  const losses = lines.filter(({ status }) => status === 'loss').length;
  return losses > 0
    ? `Everything that is needed works, ${losses} with a loss.`
    : 'Everything that is needed works.';
}
