import { cyclesPerSecond } from '../debug-adapter/targets/consoleMachine';
import { pngOf } from '../debug-adapter/values/png';
import { writeFileAtomically } from '../disc/node/atomicFile';
import type { InputEntry } from '../ps2/console/inputLog';
import { buttonBits, isButtonName, pressing, untouched, type ButtonName } from '../ps2/iop/controller';
import type { ConsoleClient } from '../ps2/worker/consoleClient';
import type { Call, Option } from './command';
import { mostSeconds } from './consoleRun';
import { UsageError, type Io } from './io';

export const televisionOptions: Readonly<Record<'screenshot' | 'press', Option>> = {
  screenshot: {
    value: 'FILE',
    help: 'write what an image or an ELF shows on the television at its end to FILE, a PNG',
  },
  press: {
    value: 'LIST',
    help: 'press buttons of the controller at moments of console time: start@2s,cross@3.5s',
  },
};

/** What somebody does with the controller, and wants to see. */
export interface Television {
  readonly inputs: readonly InputEntry[];
  readonly screenshot?: string;
}

/** How long a button is held, in seconds: six fields. */
const heldSeconds = 0.1;

/** The options of a call. @throws UsageError when one is not valid */
export function televisionOf(call: Call): Television {
  const screenshot = call.text('screenshot');
  if (screenshot !== undefined && !/\.png$/i.test(screenshot))
    throw new UsageError(`--screenshot writes a PNG: name a file that ends in .png, not "${screenshot}".`);
  const list = call.text('press');
  return {
    inputs: list === undefined ? [] : inputsOf(list),
    ...(screenshot !== undefined && { screenshot }),
  };
}

/** Whether a call has any of these options. */
export const usesTelevision = (call: Call): boolean =>
  Object.keys(televisionOptions).some((name) => call.text(name) !== undefined);

interface Press {
  readonly button: ButtonName;
  readonly from: number;
  readonly to: number;
}

/** The states of the controller that a list of presses makes; buttons whose times overlap are held together. */
function inputsOf(list: string): InputEntry[] {
  const presses = list.split(',').map((item) => pressOf(item.trim()));
  const moments = [...new Set(presses.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  return moments.map((cycle) => {
    const held = presses.filter(({ from, to }) => from <= cycle && cycle < to).map(({ button }) => button);
    return { cycle, input: { kind: 'controller', port: 0, controller: pressing(held, untouched) } };
  });
}

function pressOf(item: string): Press {
  const [, word = '', digits, unit] = /^([^@]*)@(\d+(?:\.\d+)?)(ms|s)$/.exec(item) ?? [];
  if (digits === undefined)
    throw new UsageError(
      `--press: "${item}" is not a button with its moment. Write BUTTON@SECONDSs, separated by commas: start@2s,cross@3.5s`,
    );
  const button = word.toLowerCase();
  if (!isButtonName(button))
    throw new UsageError(
      `--press: "${word}" is not a button. Buttons are ${Object.keys(buttonBits).join(', ')}.`,
    );
  const seconds = Number(digits) / (unit === 'ms' ? 1000 : 1);
  if (seconds > mostSeconds)
    throw new UsageError(
      `--press: ${digits} ${unit ?? 's'} is too late. The latest moment is ${mostSeconds} s.`,
    );
  const from = Math.round(seconds * cyclesPerSecond);
  return { button, from, to: from + Math.round(heldSeconds * cyclesPerSecond) };
}

/** Writes what the television shows now, if that was asked for. @throws Error when the file cannot be written */
export async function takeScreenshot(
  client: ConsoleClient,
  { screenshot }: Television,
  io: Io,
): Promise<void> {
  if (screenshot === undefined) return;
  const { width, height, rgba } = await client.ask('picture', {});
  const png = await pngOf(width, height, rgba);
  await writeFileAtomically(screenshot, (output) => output.write(png), io.signal);
  io.err(`${screenshot}: the television at the end, ${width} by ${height} pixels.\n`);
}

/** Names what the console does not model, each time that a report has something new. */
export function tellNotices(notices: readonly string[], io: Io): void {
  for (const notice of notices) io.err(`Not modelled: ${notice}\n`);
}
