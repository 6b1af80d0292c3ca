import { element } from '../common/dom';
import type { TelevisionInput } from '../messages/television';
import { buttonOfKey, padGroups, type PadButton } from './buttons';
import { gamepads, inputOfGamepad } from './gamepad';

/** The controller: keys while the picture has the focus, the on-screen pad, and gamepads of this computer. */
export class Pad {
  /** The on-screen pad. */
  readonly element = element('div', {
    class: 'pad',
    attributes: { role: 'group', 'aria-label': 'Controller' },
  });
  private readonly keys = new Set<string>();
  private readonly pointers = new Set<string>();
  private sent = '';

  /**
   * @param keyPlace what takes the keys while it has the focus; Tab leaves it.
   * @param changed gets the controller whenever it has changed.
   */
  constructor(
    keyPlace: HTMLElement,
    private readonly changed: (input: TelevisionInput) => void,
  ) {
    for (const group of padGroups) {
      const buttons = group.map((button) => this.buttonOf(button));
      this.element.append(element('div', { class: 'pad-group' }, ...buttons));
    }
    keyPlace.addEventListener('keydown', (event) => this.key(event, true));
    keyPlace.addEventListener('keyup', (event) => this.key(event, false));
    keyPlace.addEventListener('blur', () => {
      this.keys.clear();
      this.update();
    });
    const look = (): void => {
      this.update();
      if (gamepads().length > 0) requestAnimationFrame(look);
    };
    window.addEventListener('gamepadconnected', look);
  }

  /** Sends what is pressed now, which the program may not have received. */
  sendAgain(): void {
    const wasTouched = this.sent !== '';
    this.sent = '';
    if (wasTouched) this.update();
  }

  private key(event: KeyboardEvent, isDown: boolean): void {
    const button = buttonOfKey(event);
    if (button === undefined) return;
    event.preventDefault();
    if (isDown) this.keys.add(button);
    else this.keys.delete(button);
    this.update();
  }

  private buttonOf({ name, label, sign, key }: PadButton): HTMLButtonElement {
    const made = element('button', {
      class: 'pad-button',
      text: sign,
      attributes: { type: 'button', 'aria-label': label, title: `${label} (key ${key})` },
    });
    const hold = (isDown: boolean): void => {
      if (isDown) this.pointers.add(name);
      else this.pointers.delete(name);
      this.update();
    };
    made.addEventListener('pointerdown', (event) => {
      made.setPointerCapture(event.pointerId);
      hold(true);
    });
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'])
      made.addEventListener(end, () => hold(false));
    // From the keyboard, or a screen reader, it is a short press.
    made.addEventListener('click', ({ detail }) => {
      if (detail !== 0) return;
      hold(true);
      hold(false);
    });
    return made;
  }

  private update(): void {
    const pads = gamepads().map(inputOfGamepad);
    const buttons = new Set([...this.keys, ...this.pointers, ...pads.flatMap((pad) => pad.buttons)]);
    const sticks = pads[0]?.sticks;
    const input: TelevisionInput = { buttons: [...buttons].sort(), ...(sticks && { sticks }) };
    const text = JSON.stringify(input);
    if (text === this.sent || (this.sent === '' && buttons.size === 0 && sticks === undefined)) return;
    this.sent = text;
    this.changed(input);
  }
}
