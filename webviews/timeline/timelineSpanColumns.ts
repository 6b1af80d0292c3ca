import { timeParts, totalMs, type TimePart } from '../../model/trace/timeSplit';
import type { Column } from '../common/table/column';
import { milliseconds, percent } from '../common/numbers';
import { partTitles } from './timelinePassColumns';
import type { Span } from './timelineSpans';

/** Columns of the table of a pass that is zoomed into. @param wholeMs milliseconds of all that is shown. */
export function timelineSpanColumns(wholeMs: () => number): readonly Column<Span>[] {
  const share = ({ split }: Span): number => {
    const whole = wholeMs();
    return whole === 0 ? 0 : totalMs(split) / whole;
  };
  return [
    { key: 'name', label: 'Operation', track: 'minmax(8em, 2fr)', text: ({ name }) => name },
    time('total', 'ms', 'Milliseconds in total', ({ split }) => totalMs(split)),
    ...timeParts.map((part: TimePart) =>
      time(part, `${part} ms`, partTitles[part], ({ split }) => split[part]),
    ),
    {
      key: 'share',
      label: 'Share',
      title: 'Share of what is shown',
      track: 'minmax(4.6em, 1fr)',
      numeric: true,
      text: (span) => percent(share(span)),
      order: share,
    },
    { key: 'kind', label: 'Kind', track: 'minmax(6em, 1fr)', text: ({ kind }) => kind },
    {
      key: 'matrix',
      label: 'Matrix',
      title: 'Weights that the operation uses',
      track: 'minmax(9em, 2fr)',
      text: ({ matrix }) => matrix ?? '',
    },
  ];
}

function time(key: string, label: string, title: string, value: (span: Span) => number): Column<Span> {
  return {
    key,
    label,
    title,
    track: 'minmax(6.4em, 1fr)',
    numeric: true,
    text: (span) => milliseconds(value(span)),
    order: value,
  };
}
