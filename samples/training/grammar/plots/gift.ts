import { colours, openings, pair, pairRules } from '../characters';
import type { Entry, Plot } from '../plot';

const gifts: readonly Entry[] = [
  { name: 'scarf', needs: 'wool', giver: 'the old sheep', made: 'knitted', joy: 'It is so warm' },
  { name: 'cake', needs: 'flour', giver: 'the miller', made: 'baked', joy: 'It tastes so sweet' },
  { name: 'flute', needs: 'wood', giver: 'the beaver', made: 'carved', joy: 'It sounds so lovely' },
  { name: 'crown', needs: 'flowers', giver: 'the gardener', made: 'wove', joy: 'I feel like a king' },
  {
    name: 'candle',
    needs: 'wax',
    giver: 'the queen of the bees',
    made: 'poured',
    joy: 'It shines so bright',
  },
  { name: 'cushion', needs: 'feathers', giver: 'the goose', made: 'sewed', joy: 'I will sleep so well' },
  { name: 'necklace', needs: 'shells', giver: 'the crab', made: 'strung', joy: 'It glitters so much' },
  { name: 'bowl', needs: 'clay', giver: 'the potter', made: 'shaped', joy: 'I will eat from it every day' },
];

const jobs: readonly Entry[] = [
  { name: 'sweep my floor', did: 'swept the floor until it was clean' },
  { name: 'carry my firewood', did: 'carried the firewood into the house' },
  { name: 'water my plants', did: 'watered all the plants' },
  { name: 'wash my windows', did: 'washed every window' },
  { name: 'mend my fence', did: 'mended the broken fence' },
  { name: 'pick my cherries', did: 'picked the cherries from the tree' },
  { name: 'find my glasses', did: 'found the glasses under the bed' },
  { name: 'feed my chicks', did: 'fed the hungry chicks' },
];

/** A gift is needed; what it is made of must be earned. */
export const gift: Plot = {
  name: 'gift',
  cast: { ...pair, gift: gifts, colour: colours, job: jobs },
  rules: pairRules,
  heldOutBy: ['gift', 'job'],
  beats: [
    openings,
    [
      '{hero} had a good friend, a {friendKind} named {friend}. Tomorrow was the birthday of {friend}.',
      "The next day was {friend}'s birthday. {friend} was a {friendKind} and the best friend of {hero}.",
      '{hero.His} best friend was {friend} the {friendKind}, who would soon have a birthday.',
    ],
    [
      '"I want to make a {colour} {gift} for {friend} the {friendKind}," said {hero}. But {hero.he} had no {gift.needs}.',
      '{hero} wanted to give {friend.him} a {colour} {gift}, but for that {hero.he} needed {gift.needs}.',
      '"What can I give to {friend}?" thought {hero}. "I know! A {colour} {gift}!" But {hero.he} had no {gift.needs} at home.',
    ],
    [
      'So {hero} the {kind} went to {gift.giver}. "Please, may I have some {gift.needs}?" {hero.he} asked.',
      '{hero} walked a long way to {gift.giver} and asked for some {gift.needs}.',
      '"Maybe {gift.giver} can help me," thought {hero}, and off {hero.he} went to ask for {gift.needs}.',
    ],
    [
      '"You can have it if you {job}," said {gift.giver}.',
      '"Of course," said {gift.giver}, "but first you must {job}."',
      '"If you {job}, I will give you what you need," said {gift.giver}.',
    ],
    [
      '{hero} worked hard and {job.did}.',
      'So {hero} rolled up {hero.his} sleeves and {job.did}.',
      'It took a long time, but {hero} the {kind} {job.did}.',
    ],
    [
      '"Well done," said {gift.giver}, and gave {hero.him} the {gift.needs}.',
      'Then {gift.giver} gave {hero.him} a bag full of {gift.needs}.',
    ],
    [
      'That evening, {hero} {gift.made} a beautiful {colour} {gift}.',
      '{hero} ran home and {gift.made} the {gift}. It was {colour} and very pretty.',
      'All night long {hero} the {kind} sat by the lamp and {gift.made} a {colour} {gift}.',
    ],
    [
      'In the morning, {friend} the {friendKind} opened the box. "A {gift}! {gift.joy}!" {friend.he} cried.',
      '"Happy birthday, {friend}!" said {hero}. "A {colour} {gift}!" cried {friend}. "{gift.joy}!"',
      'When {friend} the {friendKind} saw the {colour} {gift}, {friend.his} eyes grew wide. "{gift.joy}," {friend.he} said.',
    ],
    [
      '"I made it myself," said {hero} proudly.',
      '"It is the best gift of all," said {friend}, and hugged {hero} the {kind}.',
      '',
    ],
    [
      'They ate and danced until the moon came up.',
      'It was the best birthday that {friend} the {friendKind} ever had.',
      '{hero} the {kind} was even happier than {friend} the {friendKind}.',
      'And {friend} the {friendKind} kept the {gift} for the rest of {friend.his} life.',
    ],
  ],
};
