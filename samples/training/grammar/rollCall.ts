import type { Random } from '../random';
import { kinds, people } from './characters';
import type { Entry } from './plot';
import { fill } from './stories';

const introductions: readonly string[] = [
  '{one} was a {oneKind}.',
  'There was a {oneKind} named {one}.',
  'A {oneKind} named {one} came by.',
  'Then came {one}, a {oneKind}.',
  '{one} the {oneKind} was there, too.',
];

const meetings: readonly string[] = [
  '{one} the {oneKind} met {two} the {twoKind}.',
  '"Good morning, {two}," said {one} the {oneKind}.',
  '{one} looked for {two} the {twoKind}.',
  '{one} and {two} the {twoKind} laughed.',
  '"I am {one} the {oneKind}," said {one}.',
  '{one} the {oneKind} ran home, and {two} the {twoKind} ran, too.',
  '{two} thanked {one} the {oneKind}.',
  'And who came? It was {one} the {oneKind}!',
];

const sentences = 30;

/**
 * A text without a plot that names a few animals repeatedly. Stories rarely repeat who is what kind of animal, and a
 * network this small is slow to learn to look it up; here every sentence needs it.
 */
export function callRoll(random: Random): string {
  const size = 2 + random.below(4);
  const [names, animals] = [drawn(random, people, size), drawn(random, kinds, size)];
  const all = names.map((name, i) => ({ name, kind: animals[i] ?? {} }));
  const told = all.map(({ name, kind }) => fill(random.pick(introductions), { one: name, oneKind: kind }));
  while (told.length < sentences) {
    const [one, two] = drawn(random, all, 2);
    if (!one || !two) break;
    const cast = { one: one.name, oneKind: one.kind, two: two.name, twoKind: two.kind };
    told.push(fill(random.pick(meetings), cast));
  }
  return told.join(' ');
}

/** Different items in random order. */
function drawn<T extends object = Entry>(random: Random, items: readonly T[], count: number): T[] {
  const left = [...items];
  return Array.from({ length: count }, () => {
    const item = random.pick(left);
    left.splice(left.indexOf(item), 1);
    return item;
  });
}
