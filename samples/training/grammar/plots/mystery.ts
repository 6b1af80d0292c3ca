import { openings, pair, pairRules } from '../characters';
import type { Entry, Plot } from '../plot';

const signs: readonly Entry[] = [
  {
    name: 'light',
    saw: 'a tiny light between the trees',
    fear: 'a ghost',
    truth: 'a firefly',
    says: 'I only shine to find my sisters',
  },
  {
    name: 'knocking',
    saw: 'a strange knocking in the forest',
    fear: 'a giant',
    truth: 'a woodpecker',
    says: 'I only knock to find my dinner',
  },
  {
    name: 'humming',
    saw: 'a deep humming behind the hill',
    fear: 'a monster',
    truth: 'a swarm of bees',
    says: 'We only hum while we make honey',
  },
  {
    name: 'shadow',
    saw: 'a huge shadow on the wall',
    fear: 'a dragon',
    truth: 'a moth at the lamp',
    says: 'I only look so big because of the lamp',
  },
  {
    name: 'splash',
    saw: 'a loud splash in the lake',
    fear: 'a sea snake',
    truth: 'an otter',
    says: 'I only jump because the water is nice',
  },
  {
    name: 'howling',
    saw: 'a sad howling on the hill',
    fear: 'a wolf',
    truth: 'the wind in a hollow stone',
    says: 'I only sing when it is cold',
  },
  {
    name: 'rustling',
    saw: 'a loud rustling in the leaves',
    fear: 'a snake',
    truth: 'a beetle',
    says: 'I only look for my shoes',
  },
  {
    name: 'singing',
    saw: 'a high singing under the ground',
    fear: 'a witch',
    truth: 'a cricket',
    says: 'I only sing for the moon',
  },
];

/** Something frightens; two go to see, and it is harmless. */
export const mystery: Plot = {
  name: 'mystery',
  cast: { ...pair, sign: signs },
  rules: pairRules,
  heldOutBy: ['kind', 'sign'],
  beats: [
    openings,
    [
      'One night, {hero} could not sleep. There was {sign.saw}!',
      'When the moon was up, {hero} noticed {sign.saw}.',
      'Late one evening, {hero} was on the way home. Suddenly there was {sign.saw}!',
    ],
    [
      '"What can that be?" whispered {hero}. "Maybe it is {sign.fear}!"',
      '{hero} the {kind} was afraid. "It must be {sign.fear}," {hero.he} thought.',
      '"Help, {sign.fear}!" thought {hero}, and {hero.his} heart beat fast.',
    ],
    [
      '{hero.He} ran to {hero.his} friend {friend}, a {friendKind}. "Did you notice the {sign}?" {hero.he} asked.',
      '{hero} woke up {friend} the {friendKind} and told {friend.him} about the {sign}.',
      '"{friend}, come quickly!" called {hero}. {friend} was a {friendKind} who lived next door.',
    ],
    [
      '"There is no such thing as {sign.fear}," said {friend} the {friendKind}. "Let us go and see."',
      '"I am afraid, too," said {friend}, "but together we are brave."',
      '"If it is {sign.fear}, we will run," said {friend} the {friendKind}.',
    ],
    [
      'Hand in hand, they followed the {sign}.',
      'Step by step, they came nearer to the {sign}.',
      'They took a lamp and went out to look for the {sign}.',
    ],
    [
      '{hero} wanted to turn back, but {friend} the {friendKind} held {hero.him} by the hand.',
      'Their knees were shaking.',
      '"Stay close to me," said {friend} the {friendKind}.',
      '',
    ],
    [
      'And what did they find? It was not {sign.fear} at all. It was {sign.truth}!',
      '{friend} the {friendKind} looked first and began to laugh. "It is only {sign.truth}!" {friend.he} said.',
      'Then they saw it. There was no danger, only {sign.truth}.',
    ],
    [
      '"Please do not be afraid," said a small voice. "{sign.says}."',
      '"Good evening," it said. "{sign.says}."',
      '"Did I scare you?" it asked. "{sign.says}."',
    ],
    [
      '{hero} had to laugh. "And I thought you were {sign.fear}!" {hero.he} said.',
      '"How silly I was," said {hero} the {kind}.',
      '{hero} was not afraid any more.',
    ],
    [
      'Since that night, {hero} the {kind} is not afraid of the dark.',
      '{hero} and {friend} the {friendKind} went home and slept until noon.',
      'And whenever {hero} noticed the {sign} again, {hero.he} smiled.',
      'So {hero} learned that it is good to look before you run.',
    ],
  ],
};
