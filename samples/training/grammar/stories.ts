import type { Random } from '../random';
import { segmentsOf, type Cast, type Entry, type Plot } from './plot';
import { plots } from './plots/all';

export interface Story {
  readonly text: string;
  readonly plot: Plot;
  readonly cast: Cast;
}

/** Which part of all stories: combinations that are held out are in one part only. */
export type Split = 'training' | 'held-out';

/**
 * The allowed casts: any, or the hero and the hero's kind from one half of the lists and the friend's from the other,
 * so that no character can meet itself.
 */
export type Casting = 'any' | 'halves';

const halves: Readonly<Record<string, number>> = { hero: 0, kind: 0, friend: 1, friendKind: 1 };

/** One in ten combinations of a plot's two roles is held out. */
const heldOutOneIn = 10;

/** Whether stories of this plot with this cast are held out of the training text. */
export function isHeldOut(plot: Plot, cast: Cast): boolean {
  const key = [plot.name, ...plot.heldOutBy.map((role) => cast[role]?.['name'] ?? '')].join('/');
  // FNV-1a (Fowler, Noll and Vo).
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 8) % heldOutOneIn === 0;
}

/** A story of a split; the same state of `random` gives the same story. */
export function tellStory(random: Random, split: Split, casting: Casting = 'any'): Story {
  for (;;) {
    const plot = random.pick(plots);
    const cast = chooseCast(random, plot, casting);
    if (isHeldOut(plot, cast) !== (split === 'held-out')) continue;
    const beats = plot.beats.map((templates) => fill(random.pick(templates), cast));
    return { text: beats.filter((beat) => beat !== '').join(' '), plot, cast };
  }
}

function chooseCast(random: Random, plot: Plot, casting: Casting): Cast {
  const cast: Record<string, Entry> = {};
  for (const [role, entries] of Object.entries(plot.cast)) {
    const half = casting === 'halves' ? halves[role] : undefined;
    const fitting = entries.filter(
      (entry, i) => (half === undefined || i % 2 === half) && fits(plot, cast, role, entry),
    );
    cast[role] = random.pick(fitting);
  }
  return cast;
}

/** Whether `entry` may take `role` with the roles already assigned. */
export function fits(plot: Plot, cast: Cast, role: string, entry: Entry): boolean {
  return plot.rules.every(({ between: [a, b], holds }) => {
    if (role !== a && role !== b) return true;
    const [x, y] = [role === a ? entry : cast[a], role === b ? entry : cast[b]];
    return x === undefined || y === undefined || holds(x, y);
  });
}

/** A template with its slots filled. @throws Error when it uses an unknown role or form. */
export function fill(template: string, cast: Cast): string {
  return segmentsOf(template)
    .map((segment) => {
      if (segment.text !== undefined) return segment.text;
      const form = cast[segment.role]?.[segment.form];
      if (form === undefined) throw new Error(`No ${segment.role}.${segment.form} for "${template}".`);
      return form.includes('{') ? fill(form, cast) : form;
    })
    .join('');
}
