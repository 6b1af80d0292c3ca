import { isRecord } from '../../common/guards';
import type { ControllerInput, Sticks } from '../../model/trace/television';
import type { Capabilities } from '../../targets/descriptor';
import { AdapterError } from '../errors/adapterError';

/** The arguments of ps2ml/picture. @throws AdapterError when they are of another type. */
export function knownOf(value: unknown): string | undefined {
  const { known } = argumentsOf(value);
  if (known === undefined || typeof known === 'string') return known;
  throw new AdapterError('arguments', '"known" of "ps2ml/picture" must be the id of a picture, a string.');
}

/** The arguments of ps2ml/input. @throws AdapterError when they are of another type. */
export function inputOf(value: unknown): ControllerInput {
  const { buttons, sticks, isConnected, isAnalog } = argumentsOf(value);
  if (!Array.isArray(buttons) || !buttons.every((name): name is string => typeof name === 'string'))
    throw wrongInput('buttons', 'a list of names of buttons');
  if (sticks !== undefined && !isSticks(sticks))
    throw wrongInput('sticks', 'four whole numbers from 0 to 255');
  if (isConnected !== undefined && typeof isConnected !== 'boolean')
    throw wrongInput('isConnected', 'true or false');
  if (isAnalog !== undefined && typeof isAnalog !== 'boolean') throw wrongInput('isAnalog', 'true or false');
  return {
    buttons,
    ...(sticks !== undefined && { sticks }),
    ...(isConnected !== undefined && { isConnected }),
    ...(isAnalog !== undefined && { isAnalog }),
  };
}

/** The arguments of ps2ml/pace. @throws AdapterError when they are of another type. */
export function realTimeOf(value: unknown): boolean {
  const { realTime } = argumentsOf(value);
  if (typeof realTime === 'boolean') return realTime;
  throw new AdapterError('arguments', '"realTime" of "ps2ml/pace" must be true or false.');
}

/** What the program waits for, as part of the name of its thread. */
export const waitingWords = 'waiting for the controller';

/** Where a person chooses the text of an interactive run. */
export function chooseText(television: Capabilities['television']): string {
  const where =
    television === 'editor'
      ? 'the editor Television ("PS2 ML: Television")'
      : 'the controller of the console, or of PCSX2';
  return `The text begins when a prompt is chosen with ${where}.`;
}

const argumentsOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

const isSticks = (value: unknown): value is Sticks =>
  Array.isArray(value) &&
  value.length === 4 &&
  value.every((place) => Number.isInteger(place) && place >= 0 && place <= 255);

const wrongInput = (name: string, expected: string): AdapterError =>
  new AdapterError('arguments', `"${name}" of "ps2ml/input" must be ${expected}.`);
