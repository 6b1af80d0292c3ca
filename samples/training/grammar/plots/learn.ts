import { openings, pair, pairRules, weathers } from '../characters';
import type { Entry, Plot } from '../plot';

const skills: readonly Entry[] = [
  {
    name: 'swim',
    at: 'at the lake',
    fail: 'swallowed a lot of water',
    tip: 'Kick your legs',
    done: 'swam all the way across the lake',
  },
  {
    name: 'dance',
    at: 'in the barn',
    fail: 'fell over {hero.his} own feet',
    tip: 'Listen to the music',
    done: 'danced around the whole barn',
  },
  {
    name: 'sing',
    at: 'under the big tree',
    fail: 'made a sound like a rusty door',
    tip: 'Breathe in slowly',
    done: 'sang a song from start to end',
  },
  {
    name: 'paint',
    at: 'in the garden',
    fail: 'spilled the paint on the ground',
    tip: 'Hold the brush lightly',
    done: 'painted a rose that looked real',
  },
  {
    name: 'bake',
    at: 'in the kitchen',
    fail: 'burned the bread black',
    tip: 'Watch the oven',
    done: 'baked a loaf that smelled wonderful',
  },
  {
    name: 'skate',
    at: 'on the frozen pond',
    fail: 'slid into the snow',
    tip: 'Bend your knees',
    done: 'skated in a wide circle',
  },
  {
    name: 'climb',
    at: 'at the tall rocks',
    fail: 'slipped back to the ground',
    tip: 'Look up and not down',
    done: 'climbed to the very top',
  },
  {
    name: 'read',
    at: 'in the library',
    fail: 'mixed up all the letters',
    tip: 'Take one word at a time',
    done: 'read a whole page aloud',
  },
  {
    name: 'juggle',
    at: 'in the market square',
    fail: 'dropped all the apples',
    tip: 'Keep your eyes on the apples',
    done: 'juggled three apples at once',
  },
  {
    name: 'whistle',
    at: 'on the hill',
    fail: 'blew only air',
    tip: 'Make your lips round',
    done: 'whistled so loud that the birds answered',
  },
];

/** One wants to learn something, fails, is shown how, and can do it. */
export const learn: Plot = {
  name: 'learn',
  cast: { ...pair, skill: skills, weather: weathers },
  rules: pairRules,
  heldOutBy: ['kind', 'skill'],
  beats: [
    openings,
    [
      'More than anything, {hero} wanted to {skill}.',
      '{hero} had one big wish. {hero.He} wanted to learn to {skill}.',
      'All the others could {skill}, but {hero} could not.',
      'Every night, {hero} dreamed that {hero.he} could {skill}.',
    ],
    [
      'One {weather} day, {hero.he} tried it {skill.at}, but {hero.he} {skill.fail}.',
      'On a {weather} morning, {hero} went out to try it {skill.at}. {hero.He} {skill.fail}.',
      '{hero} tried it {skill.at} all day long, but {hero.he} only {skill.fail}.',
    ],
    [
      '"I will never learn to {skill}," said {hero} sadly.',
      'Some ducks laughed, and {hero} wanted to hide.',
      '"It is too hard for me," said {hero} the {kind}, and sat down.',
      '{hero} was tired and wanted to give up.',
    ],
    [
      'An old {friendKind} named {friend} had watched {hero.him}. "Everybody fails at first," said {friend}.',
      'Then {friend} the {friendKind} came and sat beside {hero.him}. "I was afraid once, too," said {friend}.',
      '{friend}, a {friendKind} who could {skill} very well, smiled. "Do you want me to show you?" asked {friend}. {hero} nodded.',
    ],
    [
      '"{skill.tip}," said {friend} the {friendKind}, "and do not be afraid."',
      '{friend} the {friendKind} showed {hero.him} how to do it. "{skill.tip}," {friend.he} said.',
      '"There is a secret," said {friend}. "{skill.tip}."',
    ],
    [
      '{hero} tried again. It went a little better.',
      'They practised every day for a week.',
      'Again and again {hero} tried, and {friend} the {friendKind} stayed with {hero.him}.',
      '',
    ],
    [
      'Then, at last, {hero} {skill.done}!',
      'And one fine evening, {hero} the {kind} {skill.done}!',
      '{hero} took a deep breath, and {hero.he} {skill.done}.',
    ],
    [
      '"I can {skill}!" shouted {hero}. "I can really {skill}!"',
      '"I knew you could do it," said {friend} the {friendKind} proudly.',
      '{friend} the {friendKind} clapped, and all the animals cheered.',
    ],
    [
      'Now {hero} helps all the little ones who want to {skill}.',
      'Since then, {hero} the {kind} and {friend} the {friendKind} {skill} together every week.',
      'And whenever something was hard, {hero} thought of the words of {friend} the {friendKind}.',
      'So {hero} learned that one must not give up too soon.',
    ],
  ],
};
