import { button } from '../common/controls';
import { element, setText } from '../common/dom';
import { errorText } from '../../common/errorText';
import type { Host } from '../common/host';
import { counted } from '../common/numbers';
import { Page } from '../common/page';
import { Requests } from '../common/requests';
import { exactly } from '../guards/combinators';
import { isDoctorContent } from '../guards/doctorGuard';
import type { DoctorContent, DoctorLine } from '../messages/doctor';
import { doctorLine } from './doctorLine';

/** The checks of the Doctor, one line each, below a summary. */
class DoctorView {
  private readonly requests: Requests;
  private readonly summary = element('p', { class: 'summary', attributes: { role: 'status' } });
  private readonly refusal = element('p', { class: 'refusal', attributes: { role: 'alert' } });
  private readonly list = element('ul', { class: 'lines' });

  constructor(root: HTMLElement, host: Host) {
    this.requests = new Requests(host);
    const again = button('Check Everything Again', () => this.ask('checkAll', null));
    const head = element('header', { class: 'head' }, element('h1', { text: 'Doctor' }), again);
    root.append(element('main', {}, head, this.summary, this.refusal, this.list));
    new Page<DoctorContent, never>({
      host,
      isContent: isDoctorContent,
      show: ({ lines }) => this.show(lines),
      showEmpty: () => this.show([]),
    }).start();
  }

  private show(lines: readonly DoctorLine[]): void {
    // The lines are replaced; the button with the focus gets it back.
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset['line'] : undefined;
    this.list.replaceChildren(...lines.map((line) => doctorLine(line, () => this.ask('act', line.id))));
    if (focused !== undefined)
      this.list.querySelector<HTMLElement>(`button[data-line="${CSS.escape(focused)}"]`)?.focus();
    // Screen readers announce the result only.
    this.summary.setAttribute('aria-busy', String(lines.some(({ status }) => status === undefined)));
    setText(this.summary, summaryOf(lines));
  }

  private ask(name: string, argument: unknown): void {
    this.refusal.textContent = '';
    this.requests.ask(name, argument, { isResult: exactly(true) }).catch((error: unknown) => {
      this.refusal.textContent = errorText(error);
    });
  }
}

function summaryOf(lines: readonly DoctorLine[]): string {
  const open = lines.filter(({ status }) => status === undefined).length;
  if (open > 0) return `Checking: ${lines.length - open} of ${lines.length} done.`;
  const errors = lines.filter(({ status }) => status === 'error').length;
  if (errors > 0) return `${counted(errors, 'error')} in ${counted(lines.length, 'check')}.`;
  const warnings = lines.filter(({ status }) => status === 'warning').length;
  return warnings > 0
    ? `Everything required works, with ${counted(warnings, 'warning')}.`
    : 'Everything required works.';
}

/** Builds the Doctor page into `root` and starts it. */
export function startDoctor(root: HTMLElement, host: Host): void {
  new DoctorView(root, host);
}
