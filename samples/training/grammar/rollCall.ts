import type { Random } from '../random';
import { homes, kinds, openings, people, traits } from './characters';
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

/** Ways in which stories bring in the second of the two. */
const encounters: readonly string[] = [
  '{one} had a good friend, a {twoKind} named {two}.',
  '{one.His} best friend was {two} the {twoKind}.',
  '{one} often played with {two}, a {twoKind}.',
  '{one.His} neighbour was a {twoKind} named {two}.',
  '{one} and {two} the {twoKind} did everything together.',
  'A {twoKind} named {two} came by. "Why are you so sad?" asked {two}.',
  'Just then, {two} the {twoKind} walked past.',
  '{two} the {twoKind} heard {one.him}. "Do not cry, {one}," said {two}.',
  'An old {twoKind} named {two} had watched {one.him}.',
  'Then {two} the {twoKind} came and sat beside {one.him}.',
  'Then {one} met {two}, a thin {twoKind}. "I have not eaten all day," said {two}.',
  'On the way home, {one} met a {twoKind} named {two}.',
  '{one} thought of {two} the {twoKind}. "I hope {two.he} is well," {one.he} said.',
  'The next day, {one} met {two} the {twoKind}, who was crying.',
  '{one} ran to {two} the {twoKind}. "Please help me!" {one.he} said.',
  'Along came {two}, a {twoKind}. "Why do you look so sad, {one}?" {two.he} asked.',
  '{one.He} ran to {one.his} friend {two}, a {twoKind}.',
  '{one} woke up {two} the {twoKind}.',
];

const sentences = 30;
const guests = 12;

/**
 * A text without a plot, in which a few animals are named again and again. Who is what kind of animal is said seldom
 * in a story, and a network this small is slow to learn to look it up; here it counts in every sentence.
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

/**
 * A text without a plot in which one meets another, who meets a third, all with names and kinds of their own. In a
 * story somebody new comes once, and who was there already must not come again; here that counts in every sentence.
 */
export function bringIn(random: Random): string {
  const [names, animals] = [drawn(random, people, guests), drawn(random, kinds, guests)];
  const cast = names.map((name, i) => ({ name, kind: animals[i] ?? {} }));
  return cast
    .map(({ name, kind }, i) => {
      const before = cast[i - 1];
      if (before) return fill(random.pick(encounters), { one: before.name, two: name, twoKind: kind });
      const [trait, home] = [random.pick(traits), random.pick(homes)];
      return fill(random.pick(openings), { hero: name, kind, trait, home });
    })
    .join(' ');
}

/** Different items in an order of chance. */
function drawn<T extends object = Entry>(random: Random, items: readonly T[], count: number): T[] {
  const left = [...items];
  return Array.from({ length: count }, () => {
    const item = random.pick(left);
    left.splice(left.indexOf(item), 1);
    return item;
  });
}
