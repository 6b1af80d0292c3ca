import assert from 'node:assert/strict';
import { buttonBits } from '../../ps2/iop/controller';
import { buttonOfKey, padGroups } from '../../webviews/television/buttons';
import { inputOfGamepad } from '../../webviews/television/gamepad';
import { spokenChange } from '../../webviews/television/spoken';

const key = (code: string, more: object = {}): string | undefined =>
  buttonOfKey({ code, ctrlKey: false, altKey: false, metaKey: false, ...more });

describe('the controller of the Television', () => {
  it('has every button of the console, each with a key of its own', () => {
    const buttons = padGroups.flat();
    assert.deepEqual(buttons.map(({ name }) => name).sort(), Object.keys(buttonBits).sort());
    assert.equal(new Set(buttons.map(({ code }) => code)).size, buttons.length);
    for (const { name, code } of buttons) assert.equal(key(code), name);
  });

  it('leaves Tab, Escape and shortcuts to the editor', () => {
    for (const code of ['Tab', 'Escape', 'F5', 'F10']) assert.equal(key(code), undefined);
    for (const held of ['ctrlKey', 'altKey', 'metaKey'])
      assert.equal(key('KeyS', { [held]: true }), undefined);
  });

  it('reads a gamepad in the order of the standard', () => {
    const buttons = Array.from({ length: 17 }, (_, index) => ({ pressed: [0, 9, 15, 16].includes(index) }));
    assert.deepEqual(inputOfGamepad({ buttons, axes: [-1, 1, 0, 2] }), {
      buttons: ['cross', 'start', 'right'],
      sticks: [128, 255, 1, 255],
    });
    assert.deepEqual(inputOfGamepad({ buttons: [], axes: [] }), {
      buttons: [],
      sticks: [128, 128, 128, 128],
    });
  });
});

describe('what the Television announces', () => {
  const line = '─'.repeat(72);
  const menu = (
    chosen: number,
    length: number,
    help = 'START: go',
    foot = 'Starts by itself in 9 s',
  ): string[] => [
    ' PS2 ML  tiny.psnt',
    '',
    ...[`Prompt        1 of 3`, `Length        ${length} tokens`].map(
      (row, index) => `${index === chosen ? '→ ' : '  '}${row}`,
    ),
    '',
    line,
    help,
    foot,
  ];
  const story = (rows: readonly string[], activity = '', figures = ''): string[] => [
    ' PS2 ML  tiny.psnt',
    '',
    'Prompt: Once',
    line,
    ...rows,
    line,
    activity,
    figures,
  ];

  it('is the row of the menu that was chosen or changed, not the seconds that pass', () => {
    assert.equal(spokenChange([], menu(0, 8)), 'Prompt: 1 of 3\nSTART: go');
    assert.equal(spokenChange(menu(0, 8), menu(0, 8, 'START: go', 'Starts by itself in 8 s')), '');
    assert.equal(spokenChange(menu(0, 8), menu(1, 8)), 'Length: 8 tokens');
    assert.equal(spokenChange(menu(1, 8), menu(1, 18)), 'Length: 18 tokens');
  });

  it('is a row of the text once it is complete, and what buttons do, not figures and reads', () => {
    const first = story(['Once upon a']);
    assert.equal(spokenChange(first, story(['Once upon a time'], 'Reading layers.00', '1 token')), '');
    assert.equal(
      spokenChange(first, story(['Once upon a time there was', 'a cat'])),
      'Once upon a time there was',
    );
    assert.equal(spokenChange(first, story(['Once upon a'], 'Paused  START: go on')), 'Paused, START: go on');
    assert.equal(spokenChange(story(['Once upon a'], 'Paused  START: go on'), first), '');
  });
});
