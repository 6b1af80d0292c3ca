import type { Subject } from '../messages';
import { element } from './dom';
import { counted } from './numbers';

/** The line above the figures: whom they are about, where they come from and how far the run is. */
export class SubjectLine {
  readonly element = element('header', { class: 'subject' });

  show(subject: Subject, note: string): void {
    this.element.replaceChildren(
      element('span', { class: 'subject-name', text: subject.name }),
      element('span', {
        class: 'tag',
        text: subject.provenance,
        attributes: { title: meanings[subject.provenance] },
      }),
      element('span', { class: 'muted', text: progress(subject) }),
      element('span', { class: 'muted', text: note }),
    );
  }
}

const meanings: Readonly<Record<Subject['provenance'], string>> = {
  forecast: 'Computed from the plan before anything runs',
  reference: 'Counted by the reference engine as it executes the plan; no disc is involved',
  'built-in console': 'Measured on the built-in console',
  PCSX2: 'Measured by the program in PCSX2',
  console: 'Measured by the program on the console',
};

function progress({ state, passes, tokens }: Subject): string {
  if (state === 'file') return 'before a run';
  return `${state}, ${counted(passes, 'pass', 'passes')}, ${counted(tokens, 'token')}`;
}
