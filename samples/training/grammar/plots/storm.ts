import { friendlyEndings, openings, pair, pairRules } from '../characters';
import type { Entry, Plot } from '../plot';

const storms: readonly Entry[] = [
  { name: 'storm', came: 'a great storm came over the land' },
  { name: 'wind', came: 'a wild wind howled around the houses' },
  { name: 'snow', came: 'so much snow fell that the paths were gone' },
  { name: 'flood', came: 'the river rose higher and higher' },
  { name: 'hail', came: 'hail as big as eggs fell from the sky' },
];

const damages: readonly Entry[] = [
  {
    name: 'roof',
    state: 'There is a hole in my roof',
    tool: 'a hammer',
    fix: 'nailed new boards over the hole',
  },
  { name: 'door', state: 'My door is broken in two', tool: 'a saw', fix: 'cut a new door from oak' },
  { name: 'window', state: 'My window is in pieces', tool: 'a sheet of glass', fix: 'put in the new glass' },
  {
    name: 'chimney',
    state: 'My chimney has fallen down',
    tool: 'a cart of bricks',
    fix: 'set one brick on top of the other',
  },
  { name: 'fence', state: 'My fence has blown away', tool: 'a roll of wire', fix: 'tied new posts together' },
  {
    name: 'bridge',
    state: 'The bridge to my house is gone',
    tool: 'a strong rope',
    fix: 'hung a new bridge over the water',
  },
  { name: 'cellar', state: 'My cellar is full of water', tool: 'a pump', fix: 'pumped out all the water' },
  { name: 'bed', state: 'My bed is wet and cold', tool: 'a bundle of straw', fix: 'made a dry new bed' },
];

const meals = [
  'carrot soup',
  'hot milk',
  'pancakes',
  'apple pie',
  'fresh bread',
  'berry tea',
  'baked potatoes',
  'honey cake',
].map((name) => ({ name }));

/** A storm breaks something, and two repair it. */
export const storm: Plot = {
  name: 'storm',
  cast: { ...pair, storm: storms, damage: damages, meal: meals },
  rules: pairRules,
  heldOutBy: ['damage', 'meal'],
  beats: [
    openings,
    [
      'One night, {storm.came}.',
      'In the middle of the night, {storm.came}. {hero} hid under the blanket.',
      'One evening, {storm.came}, and it did not stop until morning.',
    ],
    [
      'When it was over, {hero} thought of {friend} the {friendKind}. "I hope {friend.he} is well," {hero.he} said.',
      'In the morning, there was a knock at the door. It was {friend} the {friendKind}, wet and tired.',
      'The next day, {hero} met {friend} the {friendKind}, who was crying.',
    ],
    [
      '"What has happened?" asked {hero}. "{damage.state}," said {friend}.',
      '"Oh, {hero}! {damage.state}!" said {friend}.',
      '"{damage.state}," said {friend} the {friendKind} sadly. "What shall I do?"',
    ],
    [
      '"Do not be sad," said {hero}. "I have {damage.tool}. We can mend the {damage}."',
      '"We will mend the {damage} together," said {hero}, and went to get {damage.tool}.',
      '{hero} took {damage.tool} at once. "Show me the {damage}," {hero.he} said.',
    ],
    [
      'It was hard work. {hero} {damage.fix}, and {friend} the {friendKind} helped.',
      'They worked the whole day. {hero} the {kind} {damage.fix}.',
      'First they cleaned up. Then {hero} {damage.fix}, while {friend} the {friendKind} sang a song.',
    ],
    [
      'When the sun went down, the {damage} was better than before.',
      '"Look, the {damage} is as good as new!" said {friend} the {friendKind}.',
      'At last the {damage} was finished.',
    ],
    [
      '"You must be hungry," said {friend}, and made {meal}.',
      'To say thank you, {friend} the {friendKind} made {meal} for {hero}.',
      'Then the two sat by the fire and had {meal}.',
    ],
    [
      '"I like your {meal}," said {hero} the {kind}.',
      '"No storm can hurt us when we help each other," said {hero}.',
      'The {meal} tasted better than ever.',
      '',
    ],
    friendlyEndings,
  ],
};
