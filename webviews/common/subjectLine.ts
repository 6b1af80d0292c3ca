import type { Subject, Summary } from '../messages/subject';
import { provenanceWords } from '../../targets/provenance';
import { jump } from './controls';
import { element, setText } from './dom';
import { counted, fixed, milliseconds, size } from './numbers';

const mebibyte = 2 ** 20;
const figuresTitle =
  'Milliseconds per token (mean of the last passes), bytes read from the disc for each token, RAM in use';

/**
 * The summary: the run, where its figures come from, how far it has got, and what a token costs. The figures are never
 * cut off: where there is little room the name is.
 */
export class SubjectLine {
  readonly element = element('header', { class: 'subject' });
  private readonly line = element('span', { class: 'subject-line' });
  private readonly figures = element('span', {
    class: 'subject-figures',
    attributes: { title: figuresTitle },
  });
  private readonly moment = element('span', { class: 'subject-moment', attributes: { role: 'status' } });
  private readonly back: HTMLButtonElement;
  private readonly lost = element('p', { class: 'lost' });

  /** @param toPresent returns to the live view, when a moment is shown. */
  constructor(toPresent: () => void) {
    this.back = jump('Return to Live View', toPresent);
    this.element.append(this.line, this.figures, this.moment, this.back, this.lost);
  }

  /** @param fresh is false for what the page remembers from before a reload. */
  show(subject: Subject, fresh: boolean): void {
    const text = [progress(subject), ...(fresh ? [] : ['from before the reload'])].join(', ');
    setText(this.figures, figuresOf(subject.summary));
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

/** `412 ms, 6.1 MiB read per token · RAM 21.0 of 32.0 MiB`; without a plan `RAM 0.4 of 32.0 MiB known`. */
function figuresOf({ tokenMs, tokenBytes, takenBytes, totalBytes, unknownBytes }: Summary): string {
  const time = tokenMs === undefined ? [] : [`${milliseconds(tokenMs)} ms`];
  const read = tokenBytes === undefined ? [] : [`${size(tokenBytes)} read`];
  const token = [...time, ...read].join(', ');
  const ram = `RAM ${fixed(takenBytes / mebibyte, 1)} of ${size(totalBytes)}`;
  return [
    ...(token === '' ? [] : [`${token} per token`]),
    unknownBytes === undefined ? ram : `${ram} known`,
  ].join(' · ');
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
