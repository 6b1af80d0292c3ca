import type { PassTime } from '../../model/trace/passTimes';
import { addTimes, noTime, timeParts, totalMs, type TimeSplit } from '../../model/trace/timeSplit';
import { count, counted, milliseconds, percent } from '../common/numbers';
import type { TimelineContent } from '../messages/timeline';
import { totalOfSpans, type Span } from './timelineSpans';

/** Where the time of the run went, as text. */
export function timelineNote({ total, dropped, passes }: TimelineContent): string[] {
  const whole = totalMs(total);
  const parts =
    whole === 0
      ? ['no times measured']
      : [
          `${milliseconds(whole)} ms in total`,
          ...timeParts.map((part) => `${part} ${percent(total[part] / whole)}`),
        ];
  return dropped === 0
    ? parts
    : [
        ...parts,
        `the last ${counted(passes.length, 'pass', 'passes')} shown`,
        `${count(dropped)} more in the totals`,
      ];
}

/** The last line of the passes: the sum of those that are shown. */
export function passTotals(
  shown: readonly PassTime[],
  content: TimelineContent | undefined,
): Record<string, string> {
  const split = shown.reduce((sum, pass) => addTimes(sum, pass.split), noTime);
  const all = content !== undefined && shown.length === content.passes.length && content.dropped === 0;
  return {
    token: all ? 'All passes' : `${counted(shown.length, 'pass', 'passes')} shown`,
    ...splitCells(split),
  };
}

/** The last line of the parts of a pass. */
export const spanTotals = (shown: readonly Span[]): Record<string, string> => ({
  name: counted(shown.length, 'row'),
  ...splitCells(totalOfSpans(shown)),
});

const splitCells = (split: TimeSplit): Record<string, string> => ({
  total: milliseconds(totalMs(split)),
  ...Object.fromEntries(timeParts.map((part) => [part, milliseconds(split[part])])),
});
