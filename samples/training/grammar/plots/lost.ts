import { colours, friendlyEndings, openings, pair, pairRules, weathers } from '../characters';
import { places, spots } from '../places';
import { different, sameForm, type Entry, type Plot } from '../plot';

const treasures: readonly Entry[] = [
  { name: 'ball', why: 'It could bounce very high.' },
  { name: 'drum', why: 'It made a loud and funny sound.' },
  { name: 'scarf', why: 'It was soft and warm.' },
  { name: 'bell', why: 'It rang with a clear sound.' },
  { name: 'key', why: 'It opened a secret box.' },
  { name: 'book', why: 'It was full of pictures.' },
  { name: 'basket', why: 'It could hold a hundred nuts.' },
  { name: 'lantern', why: 'It shone in the dark.' },
  { name: 'hat', why: 'It had a feather on top.' },
  { name: 'cup', why: 'It had a star on it.' },
  { name: 'ribbon', why: 'It danced in the wind.' },
  { name: 'whistle', why: 'It sang like a bird.' },
  { name: 'blanket', why: 'It was as soft as a cloud.' },
  { name: 'button', why: 'It was round and shiny.' },
];

/** Something dear is lost, and found with the help of another. */
export const lost: Plot = {
  name: 'lost',
  cast: {
    ...pair,
    item: treasures,
    colour: colours,
    weather: weathers,
    place: places,
    wrong: spots,
    right: spots,
  },
  rules: [
    ...pairRules,
    sameForm('place', 'wrong', 'place'),
    sameForm('place', 'right', 'place'),
    sameForm('wrong', 'right', 'place'),
    different('wrong', 'right'),
  ],
  heldOutBy: ['kind', 'item'],
  beats: [
    openings,
    [
      '{hero} had a {colour} {item}. {item.why} {hero.He} took it everywhere.',
      '{hero} loved {hero.his} {colour} {item} more than anything. {item.why}',
      'For {hero.his} birthday, {hero} got a {colour} {item}. {item.why}',
      'The best thing {hero} had was a {colour} {item}. {item.why}',
    ],
    [
      'One {weather} day, {hero} went {place.to} to play.',
      'On a {weather} morning, {hero} took the {item} {place.to}.',
      'One {weather} afternoon, {hero} played {place.at}.',
    ],
    [
      'When it was time to go home, the {item} was gone!',
      'Then {hero} looked around. The {colour} {item} was not there!',
      'But suddenly {hero.he} could not see {hero.his} {item} anywhere.',
    ],
    [
      '"Oh no! Where is my {item}?" cried {hero}.',
      '{hero} the {kind} sat down and began to cry.',
      '"I have lost my {colour} {item}," said {hero}, and a tear ran down {hero.his} face.',
      '',
    ],
    [
      'A {friendKind} named {friend} came by. "Why are you so sad?" asked {friend}. "My {item} is gone," said {hero}.',
      'Just then, {friend} the {friendKind} walked past. "What is wrong?" asked {friend}. "I cannot find my {item}," said {hero}.',
      '{friend} the {friendKind} heard {hero.him}. "Do not cry, {hero}," said {friend}. "What did you lose?" "My {colour} {item}," said {hero}.',
    ],
    [
      '"I will help you," said {friend} the {friendKind}.',
      '"Let us look for it together," said {friend}.',
      '"Two can see more than one," said {friend} the {friendKind}.',
    ],
    [
      'They looked {wrong}, but there was nothing. Then {friend} the {friendKind} looked {right}.',
      'First they searched {wrong}. It was not there. Then they searched {right}.',
      '{hero} looked {wrong} and found only dust. {friend} looked {right}.',
    ],
    [
      '"Here it is!" called {friend}. It was the {colour} {item}!',
      'And there was the {colour} {item}, safe and sound!',
      '"Look!" shouted {friend} the {friendKind}. "Your {item}!"',
    ],
    [
      '"Thank you, {friend}!" said {hero}, and gave {friend.him} a big hug.',
      '{hero} jumped for joy and thanked {friend} the {friendKind}.',
      '"You are a true friend," said {hero} the {kind}.',
      '{hero} held the {item} tight. "I will take better care of it," {hero.he} said.',
    ],
    friendlyEndings,
  ],
};
