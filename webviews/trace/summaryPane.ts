import { timeParts, totalMs } from '../../model/trace/timeSplit';
import { element } from '../common/dom';
import { milliseconds, percent } from '../common/numbers';
import { tokenSentence } from '../common/tokenLine';
import type { OpenedTrace } from '../messages/trace';
import type { Pane } from './pane';

/** What was run, what is missing of it, and where its time went, in words. */
export class SummaryPane implements Pane {
  readonly id = 'summary';
  readonly title = 'Summary';
  readonly element = element('section', { class: 'pane summary' });

  isUseful(): boolean {
    return true;
  }

  show(trace: OpenedTrace): void {
    const facts = trace.facts.flatMap(({ name, value }) => [
      element('dt', { class: 'muted', text: name }),
      element('dd', { text: value }),
    ]);
    this.element.replaceChildren(
      ...trace.notes.map((note) => element('p', { class: 'notice warning', text: note })),
      ...sentences(trace).map((sentence) => element('p', { text: sentence })),
      element('dl', { class: 'facts' }, ...facts),
    );
  }
}

function sentences({ times, facts }: OpenedTrace): string[] {
  const whole = totalMs(times.total);
  if (whole === 0) return ['No times were measured: the executor has no clock of a console.'];
  const shares = timeParts.map((part) => `${part} ${percent(times.total[part] / whole)}`);
  const where = facts.find(({ name }) => name === 'Measured on')?.value ?? '';
  return [
    `${milliseconds(whole)} ms in all: ${shares.join(' · ')}`,
    ...(times.lastToken === undefined ? [] : [`The last token: ${tokenSentence(times.lastToken, where)}`]),
  ];
}
