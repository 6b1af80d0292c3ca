/**
 * Buttons by their bit in a controller's answer (ps2sdk, libpad.h), under the names that people type.
 */
export const buttonBits = {
  select: 0,
  l3: 1,
  r3: 2,
  start: 3,
  up: 4,
  right: 5,
  down: 6,
  left: 7,
  l2: 8,
  r2: 9,
  l1: 10,
  r1: 11,
  triangle: 12,
  circle: 13,
  cross: 14,
  square: 15,
} as const;

export type ButtonName = keyof typeof buttonBits;

export const isButtonName = (name: string): name is ButtonName => Object.hasOwn(buttonBits, name);

/** A controller as its user holds it: what the port's driver reads sixty times a second. */
export interface Controller {
  /** It is plugged in. */
  readonly isConnected: boolean;
  /** A DualShock 2, or a controller that has no other mode than digital. */
  readonly kind: 'dualshock2' | 'digital';
  /** Pressed buttons, one bit each; see `buttonBits`. */
  readonly pressed: number;
  /** Right stick across and down, left stick across and down: 0 to 255, 128 at rest. */
  readonly sticks: readonly [number, number, number, number];
  /** The lamp of the ANALOG button is on. A program may switch it, too. */
  readonly isAnalog: boolean;
}

/** A controller that nobody touches. */
export const untouched: Controller = {
  isConnected: true,
  kind: 'dualshock2',
  pressed: 0,
  sticks: [128, 128, 128, 128],
  isAnalog: false,
};

/** An empty port. */
export const noController: Controller = { ...untouched, isConnected: false };

/** A controller with these buttons pressed. */
export const pressing = (buttons: readonly ButtonName[], held: Controller = untouched): Controller => ({
  ...held,
  pressed: buttons.reduce((bits, button) => bits | (1 << buttonBits[button]), 0),
});
