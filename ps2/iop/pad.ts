import { viewOf } from '../../common/littleEndian';
import { hex } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { watchVblank } from '../machine/vblank';
import { actuators, idOf, isFound, modes, requestFields } from './padPolling';
import { openPort, requestStates, type PadPort, type PadPortNumber } from './padState';
import { finishCall, words } from './queues';
import type { RpcCall } from './state';

/** Numbers of the new driver's commands; the old one's are 0x80000100 and this number less 1 (ps2sdk, padman). */
const commands = {
  open: 0x01,
  infoActuator: 0x03,
  infoCombination: 0x04,
  infoMode: 0x05,
  setMainMode: 0x06,
  setActuatorsDirect: 0x07,
  setActuatorsAlign: 0x08,
  buttonMask: 0x09,
  setButtonInfo: 0x0a,
  setReference: 0x0b,
  portCount: 0x0c,
  slotCount: 0x0d,
  close: 0x0e,
  end: 0x0f,
  initialise: 0x10,
  version: 0x12,
} as const;
const oldCommands = 0x80000100;

/** Version of the driver in the boot ROM that ps2sdk's is a model of. */
const driverVersion = 0x0306;
/** All buttons and sticks of a DualShock 2. */
const allButtons = 0x3ffff;

/** Words of a call's answer that are not those of its arguments. */
type Answer = readonly (readonly [index: number, value: number])[];

/** A call to the driver of the controllers: the answer is the arguments with results in them. */
export function beginPad(machine: Machine, call: RpcCall): void {
  if (machine.options.faults?.silentPads) return;
  const view = viewOf(call.data);
  const argument = (index: number): number =>
    4 * index + 4 <= call.data.length ? view.getUint32(4 * index, true) : 0;
  const number = argument(0);
  const isOld = (number & oldCommands) >>> 0 === oldCommands;
  const command = isOld ? (number & 0xff) + 1 : number;
  const values = Array.from({ length: 32 }, (_, index) => argument(index));
  for (const [index, value] of answerOf(machine, command, argument)) values[index] = value;
  watchVblank(machine);
  finishCall(machine, call, words(...values));
}

/** The second service of the driver, which answers nothing. */
export function beginPadExtension(machine: Machine, call: RpcCall): void {
  finishCall(machine, call, { result: call.data, writes: [] });
}

function answerOf(machine: Machine, command: number, argument: (index: number) => number): Answer {
  const { pad } = machine.state.iop;
  const number = argument(1);
  switch (command) {
    case commands.initialise:
      pad.statusArea = argument(4);
      return [[3, 1]];
    case commands.version:
      return [[3, driverVersion]];
    case commands.portCount:
      return [[3, pad.ports.length]];
    case commands.slotCount:
      return [[3, 1]];
    case commands.end:
      pad.ports = [null, null];
      pad.statusArea = 0;
      return [[3, 1]];
    case commands.open: {
      if (!isPort(number) || argument(2) !== 0) return [[3, 0]];
      pad.ports[number] = openPort(argument(4), pad.statusArea !== 0);
      return [[3, 1]];
    }
    case commands.close: {
      const port = isPort(number) ? pad.ports[number] : null;
      if (port === null || !isPort(number) || port.request === requestStates.busy) return [[3, 0]];
      pad.ports[number] = null;
      return [[3, 1]];
    }
    default:
      return askPort(machine, command, number, argument);
  }
}

const isPort = (number: number): number is PadPortNumber => number === 0 || number === 1;

/** Commands about a controller that was found; anything else fails with 0. */
function askPort(
  machine: Machine,
  command: number,
  number: number,
  argument: (index: number) => number,
): Answer {
  const { pad } = machine.state.iop;
  const port = isPort(number) ? pad.ports[number] : null;
  const controller = pad.controllers[isPort(number) ? number : 0];
  const isKnown = port !== null && isFound(port, controller);
  const isShock = isKnown && controller.kind === 'dualshock2';
  switch (command) {
    case commands.infoMode:
      return [[5, isKnown ? modeInfo(port, idOf(port, controller), isShock, argument) : 0]];
    case commands.infoActuator:
      return [[5, isShock ? actuatorInfo(argument(3) | 0, argument(4)) : isKnown ? -1 : 0]];
    case commands.infoCombination:
      return [[5, isShock && (argument(3) | 0) === -1 ? 0 : isKnown ? -1 : 0]];
    case commands.buttonMask:
      return [[3, isShock ? allButtons : 0]];
    case commands.setActuatorsDirect:
      return [[5, isKnown ? 1 : 0]]; // There is nobody to feel it.
    case commands.setActuatorsAlign:
      return [[5, isShock && begin(port) ? 1 : 0]];
    case commands.setMainMode: {
      const mode = argument(3);
      const isBegun = isShock && mode < modes.length && begin(port);
      if (isBegun) port.wantedAnalog = mode === 1;
      return [[5, isBegun ? 1 : 0]];
    }
    case commands.setButtonInfo: {
      const isBegun = isShock && begin(port);
      if (isBegun) port.wantedPressure = argument(3) !== 0;
      return [[4, isBegun ? 1 : 0]];
    }
    case commands.setReference:
      return [[7, isShock && begin(port) ? 1 : 0]];
    default:
      machine.notice(
        `The program calls command ${hex(command)} of the controllers' driver, which it does not have.`,
      );
      return [];
  }
}

/** Begins a request. @returns whether none is in progress */
function begin(port: PadPort): boolean {
  if (port.request === requestStates.busy) return false;
  port.request = requestStates.busy;
  port.working = requestFields;
  return true;
}

function modeInfo(port: PadPort, id: number, isShock: boolean, argument: (index: number) => number): number {
  if (port.request === requestStates.busy) return 0;
  const offset = argument(4) | 0;
  switch (argument(3)) {
    case 1:
      return id >>> 4;
    case 2:
      return isShock ? modes[port.isAnalog ? 1 : 0] : 0;
    case 3:
      return isShock && port.isAnalog ? 1 : 0;
    case 4:
      if (!isShock) return 0;
      return offset === -1 ? modes.length : (modes[offset] ?? 0);
    default:
      return -1;
  }
}

function actuatorInfo(actuator: number, what: number): number {
  return actuator === -1 ? actuators.length : (actuators[actuator]?.[what - 1] ?? -1);
}
