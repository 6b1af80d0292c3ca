import type { TelevisionInput } from '../messages/television';

/** Our buttons in the order of the standard gamepad (W3C Gamepad, "Standard Gamepad"). */
const standard = [
  'cross',
  'circle',
  'square',
  'triangle',
  'l1',
  'r1',
  'l2',
  'r2',
  'select',
  'start',
  'l3',
  'r3',
  'up',
  'down',
  'left',
  'right',
] as const;

/** What is read of a gamepad. */
export interface GamepadReading {
  readonly buttons: readonly { readonly pressed: boolean }[];
  /** Left across and down, right across and down: -1 to 1. */
  readonly axes: readonly number[];
}

/** A gamepad of this computer as the console's controller. */
export function inputOfGamepad({ buttons, axes }: GamepadReading): Required<TelevisionInput> {
  const place = (axis: number): number => Math.round(Math.min(1, Math.max(-1, axes[axis] ?? 0)) * 127 + 128);
  return {
    buttons: standard.filter((_, index) => buttons[index]?.pressed === true),
    sticks: [place(2), place(3), place(0), place(1)],
  };
}

/** The gamepads that are connected; none where the page may not see them. */
export function gamepads(): readonly GamepadReading[] {
  try {
    return navigator.getGamepads().filter((pad) => pad !== null);
  } catch {
    return [];
  }
}
