import { segmentsOf, type Cast, type Plot, type Segment } from './plot';
import { plots } from './plots/all';
import { fits } from './stories';

/** The result of checking a text against the grammar. */
export type Verdict =
  | { readonly accepted: true; readonly plot: Plot; readonly cast: Cast }
  | {
      readonly accepted: false;
      /** Length of the longest common prefix of the text and any story. */
      readonly agreed: number;
    };

/**
 * Whether a text is a complete story of the grammar: beats in order, with consistent names. It matches the
 * generator's templates and infers the cast.
 */
export function judge(text: string): Verdict {
  let agreed = 0;
  for (const plot of plots) {
    const matcher = new Matcher(plot, text);
    const cast = matcher.story(0, 0, {});
    if (cast !== undefined) return { accepted: true, plot, cast };
    agreed = Math.max(agreed, matcher.furthest);
  }
  return { accepted: false, agreed };
}

type Then = (at: number, cast: Cast) => Cast | undefined;

/** Tries the templates of one plot with backtracking; each method returns the cast of the first match. */
class Matcher {
  furthest = 0;

  constructor(
    private readonly plot: Plot,
    private readonly text: string,
  ) {}

  /** The beats from `beat` on, from character `at` on. */
  story(beat: number, at: number, cast: Cast): Cast | undefined {
    const templates = this.plot.beats[beat];
    if (templates === undefined) return at === this.text.length ? cast : undefined;
    const start = at === 0 ? '' : ' ';
    for (const template of templates) {
      const rest: Then = (end, found) => this.story(beat + 1, end, found);
      const found =
        template === ''
          ? rest(at, cast)
          : this.literal(start, at, cast, (next) => this.segments(segmentsOf(template), 0, next, cast, rest));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private segments(
    segments: readonly Segment[],
    index: number,
    at: number,
    cast: Cast,
    then: Then,
  ): Cast | undefined {
    const segment = segments[index];
    if (segment === undefined) return then(at, cast);
    const rest: Then = (end, found) => this.segments(segments, index + 1, end, found, then);
    if (segment.text !== undefined) return this.literal(segment.text, at, cast, rest);
    const { role, form } = segment;
    const bound = cast[role];
    const candidates =
      bound === undefined
        ? (this.plot.cast[role] ?? []).filter((entry) => fits(this.plot, cast, role, entry))
        : [bound];
    for (const entry of candidates) {
      const value = entry[form];
      if (value === undefined) continue;
      const chosen = bound === undefined ? { ...cast, [role]: entry } : cast;
      const found = this.segments(segmentsOf(value), 0, at, chosen, rest);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private literal(expected: string, at: number, cast: Cast, then: Then): Cast | undefined {
    if (this.text.startsWith(expected, at)) {
      this.furthest = Math.max(this.furthest, at + expected.length);
      return then(at + expected.length, cast);
    }
    let common = 0;
    while (common < expected.length && expected[common] === this.text[at + common]) common++;
    this.furthest = Math.max(this.furthest, at + common);
    return undefined;
  }
}
