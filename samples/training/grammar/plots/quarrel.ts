import { colours, friendlyEndings, named, openings, pair, pairRules, weathers } from '../characters';
import { places } from '../places';
import type { Entry, Plot } from '../plot';

const things: readonly Entry[] = [
  { name: 'swing', use: 'swing' },
  { name: 'sled', use: 'ride' },
  { name: 'trumpet', use: 'play' },
  { name: 'tent', use: 'sleep' },
  { name: 'bicycle', use: 'ride' },
  { name: 'hammock', use: 'rest' },
  { name: 'guitar', use: 'play' },
  { name: 'chair', use: 'rest' },
].map((thing) => ({ ...thing, both: bothOf(thing.use) }));

function bothOf(use: string): string {
  const ways: Readonly<Record<string, string>> = {
    swing: 'one could swing while the other pushed',
    ride: 'one could ride while the other ran along',
    play: 'one could play while the other danced',
    sleep: 'one could sleep while the other kept watch',
    rest: 'one could rest while the other told a story',
  };
  return ways[use] ?? '';
}

const elders: readonly Entry[] = named('owl, turtle, stork, elephant, donkey, raven');

/** Two want the same thing, quarrel, and are told how to have it both. */
export const quarrel: Plot = {
  name: 'quarrel',
  cast: { ...pair, thing: things, colour: colours, place: places, elder: elders, weather: weathers },
  rules: pairRules,
  heldOutBy: ['kind', 'thing'],
  beats: [
    openings,
    [
      '{hero} often played with {friend}, a {friendKind}.',
      '{hero.His} neighbour was a {friendKind} named {friend}.',
      '{hero} and {friend} the {friendKind} did everything together.',
    ],
    [
      'One {weather} day, they found a {colour} {thing} {place.at}.',
      'On a {weather} morning, there stood a {colour} {thing} {place.at}.',
      'One {weather} afternoon, they came {place.to} and saw a {colour} {thing}.',
    ],
    [
      '"I saw it first!" said {hero}. "No, the {thing} is mine!" said {friend} the {friendKind}.',
      '"The {thing} is mine!" cried {hero} and {friend} at the same time.',
      '"I want the {thing}," said {friend} the {friendKind}. "But I want it, too," said {hero}.',
    ],
    [
      '{hero} pulled on one side and {friend} the {friendKind} pulled on the other.',
      'They shouted so loud that the birds flew away.',
      '{friend} the {friendKind} was so angry that {friend.he} did not say a word.',
      '{hero} turned {hero.his} back on {friend}.',
    ],
    [
      'An old {elder} heard the noise. "Why do you fight?" asked the {elder}.',
      'Then a wise old {elder} came by. "What is going on here?" asked the {elder}.',
      '"Stop!" said a deep voice. It was the old {elder}.',
    ],
    [
      '"We both want the {colour} {thing}," said {hero} the {kind}.',
      '"{hero} will not give me the {thing}," said {friend}.',
      '"There is only one {thing}, and there are two of us," said {friend} the {friendKind}.',
    ],
    [
      'The {elder} smiled and said that {thing.both}.',
      '"Take turns," said the {elder}, and told them how {thing.both}.',
      'The {elder} thought for a long time. Then the {elder} told them that {thing.both}.',
    ],
    [
      '"That is a good idea," said {hero}. "You may go first, {friend}."',
      '"I am sorry, {friend}," said {hero}. "I am sorry, too," said {friend} the {friendKind}.',
      '{hero} and {friend} looked at each other and began to laugh.',
    ],
    [
      'They thanked the {elder} and took turns until the sun went down.',
      'With two, the {thing} was much more fun than alone.',
      'Soon the {elder} wanted to try the {colour} {thing}, too.',
      '',
    ],
    friendlyEndings,
  ],
};
