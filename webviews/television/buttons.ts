/** A button of the controller: its name in requests, its label, and the key for it (KeyboardEvent.code). */
export interface PadButton {
  readonly name: string;
  readonly label: string;
  readonly sign: string;
  readonly code: string;
  /** The key as people name it. */
  readonly key: string;
}

const made = (name: string, label: string, sign: string, code: string, key: string): PadButton => ({
  name,
  label,
  sign,
  code,
  key,
});

/** The buttons of the controller, as the on-screen pad groups them. docs/television.md lists the keys. */
export const padGroups: readonly (readonly PadButton[])[] = [
  [
    made('left', 'Left', '←', 'ArrowLeft', '←'),
    made('up', 'Up', '↑', 'ArrowUp', '↑'),
    made('down', 'Down', '↓', 'ArrowDown', '↓'),
    made('right', 'Right', '→', 'ArrowRight', '→'),
  ],
  [
    made('select', 'SELECT', 'SELECT', 'Backspace', 'Backspace'),
    made('start', 'START', 'START', 'Enter', 'Enter'),
  ],
  [
    made('square', 'Square', '□', 'KeyS', 'S'),
    made('triangle', 'Triangle', '△', 'KeyT', 'T'),
    made('cross', 'Cross', '✕', 'KeyX', 'X'),
    made('circle', 'Circle', '○', 'KeyC', 'C'),
  ],
  [
    made('l1', 'L1', 'L1', 'KeyQ', 'Q'),
    made('r1', 'R1', 'R1', 'KeyE', 'E'),
    made('l2', 'L2', 'L2', 'Digit1', '1'),
    made('r2', 'R2', 'R2', 'Digit3', '3'),
    made('l3', 'L3', 'L3', 'KeyA', 'A'),
    made('r3', 'R3', 'R3', 'KeyD', 'D'),
  ],
];

const byCode = new Map(padGroups.flat().map(({ code, name }) => [code, name]));

/** The button of a key; undefined for a key of the editor. */
export const buttonOfKey = (
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): string | undefined =>
  event.ctrlKey || event.altKey || event.metaKey ? undefined : byCode.get(event.code);
