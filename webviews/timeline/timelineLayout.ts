import { timeParts, totalMs, type TimePart, type TimeSplit } from '../../model/trace/timeSplit';

/** Pixels from one bar to the next, and of the gap in it. */
export const barStep = 18;
export const barGap = 4;

/** What a bar stands for. */
export interface BarItem {
  readonly split: TimeSplit;
}

/** One part of one bar, in CSS pixels from the upper left corner. */
export interface BarPart {
  readonly part: TimePart;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TimelineLayout {
  /** Index of the first item that is in sight. */
  readonly first: number;
  /** Bars in sight. */
  readonly count: number;
  readonly parts: readonly BarPart[];
  /** Milliseconds of a bar of full height. */
  readonly scaleMs: number;
}

/**
 * Stacks each item, a pass or a part of one, from the ground: disc, matmul, attention, rest, all on one scale. As many as fit, up to the last
 * one, or around the selected one when that would be out of sight.
 */
export function layOutTimeline(
  passes: readonly BarItem[],
  width: number,
  height: number,
  selected: number,
): TimelineLayout {
  const fitting = Math.max(1, Math.floor((width + barGap) / barStep));
  const latest = Math.max(0, passes.length - fitting);
  const first = selected >= 0 && selected < latest ? Math.max(0, selected - Math.floor(fitting / 2)) : latest;
  const shown = passes.slice(first, first + fitting);
  const scaleMs = Math.max(0, ...shown.map(({ split }) => totalMs(split)));
  const parts = shown.flatMap(({ split }, index) => {
    let y = height;
    return timeParts.map((part): BarPart => {
      const partHeight = scaleMs === 0 ? 0 : (split[part] / scaleMs) * height;
      y -= partHeight;
      return { part, x: index * barStep, y, width: barStep - barGap, height: partHeight };
    });
  });
  return { first, count: shown.length, parts, scaleMs };
}
