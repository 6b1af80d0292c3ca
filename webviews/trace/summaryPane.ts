import type { DriveFacts } from '../../model/trace/driveFacts';
import { timeParts, totalMs } from '../../model/trace/timeSplit';
import { element } from '../common/dom';
import { fixed, milliseconds, percent } from '../common/numbers';
import { plainTable } from '../common/plainTable';
import { tokenSentence } from '../common/tokenLine';
import type { OpenedTrace } from '../messages/trace';
import type { Pane } from './tracePane';

/** What was run, what is missing from the trace, and where the time went. */
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
      ...(trace.drive === undefined ? [] : driveParts(trace.drive)),
    );
  }
}

/** The drive's constants, as assumed and as the run's own reads say. */
function driveParts({ medium, source, constants, sentence }: DriveFacts): HTMLElement[] {
  const rows = constants.map(({ name, unit, assumed, fitted }) => [
    `${name}, ${unit}`,
    fixed(assumed, 3),
    fitted === undefined ? 'not measured' : fixed(fitted, 3),
  ]);
  return [
    element(
      'section',
      { class: 'drive' },
      element('h2', { text: `Drive: ${medium}` }),
      element('p', { class: 'muted', text: `The model: ${source}. ${sentence}` }),
      plainTable('Constants of the drive', ['Constant', 'Model', 'Fitted'], rows),
    ),
  ];
}

function sentences({ times, facts, isProgram, disc }: OpenedTrace): string[] {
  if (isProgram === true) {
    const ms = disc.reduce((sum, row) => sum + (row.ms ?? 0), 0);
    return [
      `${milliseconds(ms)} ms of disc reads. A program without a plan has no operations that are known.`,
    ];
  }
  const whole = totalMs(times.total);
  if (whole === 0) return ['No times were measured: the target does not model the console’s clock.'];
  const shares = timeParts.map((part) => `${part} ${percent(times.total[part] / whole)}`);
  const where = facts.find(({ name }) => name === 'Measured on')?.value ?? '';
  return [
    `${milliseconds(whole)} ms in total: ${shares.join(' · ')}`,
    ...(times.lastToken === undefined ? [] : [`Last token: ${tokenSentence(times.lastToken, where)}`]),
  ];
}
