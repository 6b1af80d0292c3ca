import { openings, pair, pairRules, weathers } from '../characters';
import { places } from '../places';
import type { Entry, Plot } from '../plot';

const foods: readonly Entry[] = [
  { name: 'apples', found: 'a tree full of apples', taste: 'red and sweet' },
  { name: 'berries', found: 'a bush full of berries', taste: 'ripe and juicy' },
  { name: 'nuts', found: 'a big bag of nuts', taste: 'fresh and crunchy' },
  { name: 'carrots', found: 'a row of carrots', taste: 'orange and crisp' },
  { name: 'cookies', found: 'a box of cookies', taste: 'brown and warm' },
  { name: 'pears', found: 'a basket of pears', taste: 'yellow and soft' },
  { name: 'mushrooms', found: 'a ring of mushrooms', taste: 'white and tender' },
  { name: 'plums', found: 'a heap of plums', taste: 'dark and sweet' },
];

const favours: readonly Entry[] = [
  { name: 'rain', need: 'it began to rain hard', help: 'held a big leaf over {hero.his} head' },
  {
    name: 'river',
    need: '{hero} slipped and fell into the river',
    help: 'pulled {hero.him} out with a branch',
  },
  {
    name: 'night',
    need: '{hero} lost the way in the dark',
    help: 'came with a light and led {hero.him} home',
  },
  { name: 'snow', need: 'it snowed and {hero} was very cold', help: 'brought {hero.him} a thick coat' },
  { name: 'hole', need: '{hero} fell into a deep hole', help: 'let down a rope and pulled {hero.him} up' },
  { name: 'sick', need: '{hero} was ill in bed', help: 'cooked hot tea for {hero.him}' },
  {
    name: 'thief',
    need: 'a wolf stood at the door of {hero}',
    help: 'rang a loud bell until the wolf ran away',
  },
  { name: 'heavy', need: '{hero} could not lift a heavy sack', help: 'carried it on {friend.his} back' },
];

/** One has food and shares it; the other pays the kindness back. */
export const share: Plot = {
  name: 'share',
  cast: { ...pair, food: foods, place: places, weather: weathers, favour: favours },
  rules: pairRules,
  heldOutBy: ['food', 'favour'],
  beats: [
    openings,
    [
      'One {weather} day, {hero} found {food.found} {place.at}.',
      'On a {weather} morning, {hero} walked {place.to} and found {food.found}.',
      'One day, {hero} was looking for food {place.at}. There {hero.he} saw {food.found}!',
    ],
    [
      'The {food} were {food.taste}. "What luck!" said {hero}.',
      '"These {food} are for me alone," thought {hero}. They were {food.taste}.',
      '{hero} had never seen so many {food}. They were {food.taste}.',
    ],
    [
      'Then {hero} met {friend}, a thin {friendKind}. "I have not eaten all day," said {friend}.',
      'On the way home, {hero} met a {friendKind} named {friend}. "I am so hungry," said {friend} in a low voice.',
      '{friend} the {friendKind} sat by the road. "Do you have something to eat for me?" asked {friend}.',
    ],
    [
      '{hero} looked at the {food} and thought about it.',
      'At first, {hero} the {kind} wanted to say no.',
      '{hero} did not have to think long.',
      '',
    ],
    [
      '"Take half of my {food}," said {hero}.',
      '"Come, let us eat the {food} together," said {hero} the {kind}.',
      '"Here are some {food} for you," said {hero}, "for it is no fun to eat alone."',
    ],
    [
      '{friend} the {friendKind} ate and ate. "I will never forget this," {friend.he} said.',
      '"You have a good heart, {hero}," said {friend} the {friendKind}.',
      'They sat in the grass and ate until nothing was left. "Thank you," said {friend}.',
    ],
    ['Some days later, {favour.need}.', 'Not long after, {favour.need}.', 'The next week, {favour.need}.'],
    [
      '"Help!" called {hero}. And who came? It was {friend} the {friendKind}!',
      'But {friend} the {friendKind} had not forgotten {hero.him}.',
      '{friend} the {friendKind} heard of it and came at once.',
    ],
    [
      '{friend.He} {favour.help}.',
      '{friend} {favour.help}. "You helped me, so I help you," {friend.he} said.',
    ],
    [
      '"How good that I shared my {food} with you," said {hero}.',
      '{hero} smiled. "Tomorrow we will look for {food} together," {hero.he} said.',
      'So a few {food} made {hero} the {kind} and {friend} the {friendKind} friends for life.',
      '"A friend is worth more than all the {food} in the world," said {hero}.',
    ],
  ],
};
