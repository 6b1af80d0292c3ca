import { colours, friendlyEndings, openings, pair, pairRules, weathers } from '../characters';
import { sameForm, type Entry, type Plot } from '../plot';

const toys: readonly Entry[] = [
  { name: 'kite', way: 'air', play: 'flew' },
  { name: 'balloon', way: 'air', play: 'held' },
  { name: 'paper bird', way: 'air', play: 'threw' },
  { name: 'ring', way: 'deep', play: 'turned' },
  { name: 'marble', way: 'deep', play: 'rolled' },
  { name: 'coin', way: 'deep', play: 'tossed' },
  { name: 'boat', way: 'water', play: 'sailed' },
  { name: 'raft', way: 'water', play: 'pushed' },
  { name: 'wooden duck', way: 'water', play: 'pulled' },
  { name: 'hoop', way: 'land', play: 'rolled' },
  { name: 'wagon', way: 'land', play: 'pulled' },
  { name: 'wheel', way: 'land', play: 'turned' },
];

const troubles: readonly Entry[] = [
  {
    name: 'tree',
    way: 'air',
    event: 'the wind blew it into a tall tree',
    problem: 'The branch was too high.',
    tool: 'a long ladder',
    fix: 'climbed up the ladder and took it down',
  },
  {
    name: 'roof',
    way: 'air',
    event: 'the wind carried it onto the roof of the mill',
    problem: 'The roof was too steep.',
    tool: 'a thin pole',
    fix: 'reached up with the pole and pulled it down',
  },
  {
    name: 'well',
    way: 'deep',
    event: 'it fell into the old well',
    problem: 'The well was too deep.',
    tool: 'a bucket on a rope',
    fix: 'let down the bucket and pulled it up',
  },
  {
    name: 'crack',
    way: 'deep',
    event: 'it slipped into a crack between two rocks',
    problem: 'The crack was too narrow.',
    tool: 'a stick with honey',
    fix: 'put the sticky stick into the crack and drew it out',
  },
  {
    name: 'pond',
    way: 'water',
    event: 'it drifted to the middle of the pond',
    problem: 'The water was too cold.',
    tool: 'a fishing net',
    fix: 'threw the net and pulled it to the shore',
  },
  {
    name: 'reeds',
    way: 'water',
    event: 'it got caught in the thick reeds',
    problem: 'The mud was too soft.',
    tool: 'a wide board',
    fix: 'walked over the board and brought it back',
  },
  {
    name: 'thorns',
    way: 'land',
    event: 'it ran into a thorn bush',
    problem: 'The thorns were too sharp.',
    tool: 'a pair of thick gloves',
    fix: 'put on the gloves and lifted it out',
  },
  {
    name: 'cave',
    way: 'land',
    event: 'it rolled down the hill into a cave',
    problem: 'The cave was too dark.',
    tool: 'a bright lamp',
    fix: 'went in with the lamp and carried it out',
  },
];

/** A toy gets where its owner cannot reach it, and another has the tool that helps. */
export const stuck: Plot = {
  name: 'stuck',
  cast: { ...pair, toy: toys, colour: colours, weather: weathers, trouble: troubles },
  rules: [...pairRules, sameForm('toy', 'trouble', 'way')],
  heldOutBy: ['kind', 'toy'],
  beats: [
    openings,
    [
      '{hero} had a {colour} {toy} that {hero.his} father had made.',
      '{hero} had built a {colour} {toy} all alone.',
      'On {hero.his} birthday, {hero} got a {colour} {toy}.',
      "{hero}'s grandmother gave {hero.him} a {colour} {toy}.",
    ],
    [
      'One {weather} day, {hero.he} {toy.play} the {toy} outside.',
      'It was a {weather} day, and {hero} {toy.play} the {toy} up and down.',
      'On a {weather} morning, {hero} went out and {toy.play} the {colour} {toy}.',
    ],
    ['Suddenly, {trouble.event}!', 'But then {trouble.event}.', '{hero} looked away, and {trouble.event}!'],
    [
      '{hero} the {kind} tried to get it back, but could not. {trouble.problem}',
      '{trouble.problem} {hero} tried again and again.',
      '"What shall I do now?" said {hero}. {trouble.problem}',
    ],
    [
      '{hero} ran to {friend} the {friendKind}. "Please help me! My {toy} is stuck," {hero.he} said.',
      'A {friendKind} named {friend} saw it all. "Do you need help?" asked {friend}. "Yes, please! I want my {toy} back," said {hero}.',
      'Along came {friend}, a {friendKind}. "Why do you look so sad, {hero}?" {friend.he} asked. "I cannot reach my {colour} {toy}," said {hero}.',
    ],
    [
      '"Wait here," said {friend} the {friendKind}, and came back with {trouble.tool}.',
      '{friend} the {friendKind} thought for a moment. "I have {trouble.tool} at home," {friend.he} said, and ran to get it.',
      '"Do not worry," said {friend}. "I know how to use {trouble.tool}."',
    ],
    [
      '{friend} the {friendKind} {trouble.fix}.',
      'Then {friend} the {friendKind} {trouble.fix}, and {hero} clapped.',
      'Together they counted to three. {friend} {trouble.fix}.',
    ],
    [
      'The {colour} {toy} was as good as new. "Thank you!" said {hero}.',
      '"You did it!" cried {hero} the {kind}. "Do you want to play with the {toy} too?"',
      '{hero} was so happy to have the {toy} back. "Now it is your turn, {friend}," {hero.he} said.',
      '',
    ],
    friendlyEndings,
  ],
};
