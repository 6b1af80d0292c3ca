import type { Subject } from '../messages/subject';
import { provenanceWords } from '../../targets/provenance';
import { jump } from './controls';
import { element, setText } from './dom';
import { counted } from './numbers';

/** The line above the figures: their run, where they come from and how far the run has got. */
export class SubjectLine {
  readonly element = element('header', { class: 'subject' });
  private readonly line = element('span', { class: 'subject-line' });
  private readonly moment = element('span', { class: 'subject-moment', attributes: { role: 'status' } });
  private readonly back: HTMLButtonElement;
  private readonly lost = element('p', { class: 'lost' });

  /** @param toPresent returns to the live view, when a moment is shown. */
  constructor(toPresent: () => void) {
    this.back = jump('Return to Live View', toPresent);
    this.element.append(this.line, this.moment, this.back, this.lost);
  }

  show(subject: Subject, note: string): void {
    const text = [progress(subject), note].join(' · ');
    const lost = lostWords(subject);
    setText(this.lost, lost);
    this.lost.hidden = lost === '';
    const { moment } = subject;
    const words = moment === undefined ? '' : `Showing: ${moment.text}`;
    setText(this.moment, words);
    this.moment.hidden = this.back.hidden = moment === undefined;
    this.line.title = text;
    this.line.replaceChildren(
      element('span', { class: 'subject-name', text: subject.name, attributes: { title: subject.name } }),
      ...provenanceWords(subject.provenance).map(({ label, meaning }) =>
        element('span', { class: 'tag', text: label, attributes: { title: meaning } }),
      ),
      element('span', { class: 'subject-note muted', text }),
    );
  }
}

function progress({ state, passes, tokens, isProgram }: Subject): string {
  if (state === 'file') return 'not run yet';
  if (isProgram === true) return `${state}, a program without a plan`;
  return `${state}, ${counted(passes, 'pass', 'passes')}, ${counted(tokens, 'token')}`;
}

/** What was lost between the machine and the extension; totals are not affected. */
function lostWords({ lost }: Subject): string {
  if (lost === undefined) return '';
  const { events, text, log } = lost;
  const parts = [
    ...(events > 0 ? [counted(events, 'event')] : []),
    ...(text > 0 ? [`${counted(text, 'byte')} of text`] : []),
    ...(log > 0 ? [`${counted(log, 'byte')} of log`] : []),
  ];
  return `${parts.join(', ')} lost in transfer: some events are missing, but the totals are complete.`;
}
