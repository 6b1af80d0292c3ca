import type { Entry, Rule } from './plot';
import { different } from './plot';

/** Entries that have only a name. */
export function named(names: string): Entry[] {
  return names.split(', ').map((name) => ({ name }));
}

const he: Entry = { he: 'he', him: 'him', his: 'his', He: 'He', His: 'His' };
const she: Entry = { he: 'she', him: 'her', his: 'her', He: 'She', His: 'Her' };

/** Names with their pronouns. */
export const people: readonly Entry[] = [
  ...named('Tom, Ben, Max, Sam, Leo, Finn, Otto, Hugo, Milo, Jack, Theo, Oscar').map((name) => ({
    ...he,
    ...name,
  })),
  ...named('Lily, Mia, Anna, Rosie, Ella, Ruby, Nina, Clara, Daisy, Poppy, Zoe, Ivy').map((name) => ({
    ...she,
    ...name,
  })),
];

export const kinds = named(
  'rabbit, fox, bear, mouse, hedgehog, squirrel, duck, frog, cat, dog, badger, mole, goat, pig',
);

export const traits = named(
  'little, young, small, kind, brave, curious, shy, clever, cheerful, quiet, gentle, happy',
);

export const homes = named(
  'in a small house near the river, under an old oak tree, at the edge of the forest, on top of a green hill, ' +
    'by the blue lake, in a cosy burrow behind the mill, next to a big garden, beside a quiet road',
);

export const colours = named('red, blue, green, yellow, golden, white, purple, silver, pink, brown');

export const weathers = named('sunny, warm, bright, windy, cloudy, quiet, cold, lovely');

/** The two that every story has. */
export const pair = {
  hero: people,
  kind: kinds,
  friend: people,
  friendKind: kinds,
  trait: traits,
  home: homes,
} as const;

export const pairRules: readonly Rule[] = [different('hero', 'friend'), different('kind', 'friendKind')];

/** First sentences. */
export const openings: readonly string[] = [
  'Once upon a time, there was a {trait} {kind} named {hero}. {hero.He} lived {home}.',
  'Once upon a time, a {trait} {kind} named {hero} lived {home}.',
  'Once there was a {trait} {kind} called {hero}, who lived {home}.',
  '{hero} was a {trait} {kind}. {hero.He} lived {home}.',
  'There once lived a {trait} {kind} {home}. {hero.His} name was {hero}.',
];

/** Last sentences, when all is well between the two. */
export const friendlyEndings: readonly string[] = [
  'From that day on, {hero} and {friend} were the best of friends.',
  'After that, {hero} the {kind} and {friend} the {friendKind} played together every day.',
  '{hero} the {kind} and {friend} the {friendKind} laughed all the way home. The end.',
  'That night, {hero} fell asleep with a smile, thinking of {friend} the {friendKind}.',
  'And {hero} never forgot how kind {friend} the {friendKind} had been.',
];
