import { crc32 } from '../../model/plan/crc32';
import type { ControllerInput, TelevisionPicture } from '../../model/trace/television';
import { buttonBits, isButtonName, untouched, type Controller } from '../../ps2/iop/controller';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import { AdapterError } from '../errors/adapterError';
import { base64Of } from '../values/base64';
import { pngOf } from '../values/png';
import { cyclesPerSecond } from './consoleMachine';
import { cellsBytes, rowsIn } from './screenCells';

/** What a target with a picture and a controller offers. */
export interface Television {
  /** What it shows now. @param known the picture that the caller has: then only changes are sent. */
  picture(known: string | undefined): Promise<TelevisionPicture>;
  /** The controller in port 1 is now like this. */
  input(controller: Controller): Promise<void>;
  /** Whether the machine keeps real time while its program waits for its user. */
  pace(keepsRealTime: boolean): Promise<void>;
}

/** A program reads its controller once in each of sixty fields a second, and this many fields see every change. */
const heldCycles = (3 * cyclesPerSecond) / 60;
/** Changes that wait for the program to see those before them; a person is no faster. */
const mostWaiting = 32;

/** The television and the controller of a built-in console. */
export class ConsoleTelevision implements Television {
  /** Changes of the controller that are still to come, however slow the console is. */
  private waiting: Controller[] = [];
  private changedAt = -Infinity;

  /** @param cells address of the program's text cells, if it has them. */
  constructor(
    private readonly client: ConsoleClient,
    private readonly cells: number | undefined,
  ) {}

  async picture(known: string | undefined): Promise<TelevisionPicture> {
    const { client, cells } = this;
    const { width, height, rgba } = await client.ask('picture', {});
    const id = `${width}x${height}-${crc32(rgba).toString(16)}`;
    if (id === known) return { id };
    const ranges = cells === undefined ? [] : [{ address: cells, length: cellsBytes }];
    const [bytes] = await client.ask('read', { ranges });
    const rows = bytes && rowsIn(bytes);
    return { id, width, height, png: base64Of(await pngOf(width, height, rgba)), ...(rows && { rows }) };
  }

  input(controller: Controller): Promise<void> {
    this.waiting.push(controller);
    if (this.waiting.length > mostWaiting) this.waiting.shift();
    return Promise.resolve();
  }

  /** The console runs and has come to this cycle: changes the controller when it is time to. */
  async advance(cycles: number): Promise<void> {
    if (cycles - this.changedAt < heldCycles) return;
    const controller = this.waiting.shift();
    if (controller === undefined) return;
    this.changedAt = cycles;
    await this.client.ask('input', { kind: 'controller', port: 0, controller });
  }

  /** The console has gone back: what was still to come is dropped. */
  wentBack(): void {
    this.waiting = [];
    this.changedAt = -Infinity;
  }

  async pace(keepsRealTime: boolean): Promise<void> {
    await this.client.ask('pace', { realTime: keepsRealTime });
  }
}

/** A controller as a request describes it. @throws AdapterError for a button or a stick that does not exist. */
export function controllerOf({
  buttons,
  sticks,
  isConnected = true,
  isAnalog = false,
}: ControllerInput): Controller {
  const unknown = buttons.find((name) => !isButtonName(name));
  if (unknown !== undefined)
    throw new AdapterError(
      'arguments',
      `"${unknown}" is not a button. Buttons are ${Object.keys(buttonBits).join(', ')}.`,
    );
  const pressed = buttons.reduce(
    (bits, name) => (isButtonName(name) ? bits | (1 << buttonBits[name]) : bits),
    0,
  );
  return { ...untouched, pressed, isConnected, isAnalog, ...(sticks && { sticks }) };
}
