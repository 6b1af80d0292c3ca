import type { Machine } from '../machine/machine';
import { sendToEe } from '../machine/sif';
import type { EeWrite } from '../machine/sifState';
import { buttonBits, type ButtonName, type Controller } from './controller';
import { padStates, requestStates, type PadPort, type PadPortNumber } from './padState';

/**
 * Fields from an open, or from plugging in, until a controller is read. A DualShock 2 answers a dozen questions, one a
 * field; a digital controller refuses the second one ten times (ps2sdk, padman: QueryPadThread).
 */
const searchFields = { dualshock2: 12, digital: 11 } as const;
/** Failed reads after which the driver takes the controller for pulled out. */
const mostFailures = 10;
/** Fields of a request: enter configuration, do it, leave. */
export const requestFields = 3;

/** What identifies an answer: digital, analog, analog with pressures. */
const ids = { digital: 0x41, analog: 0x73, pressure: 0x79 } as const;
/** The order of the pressures in an answer. */
const pressures: readonly ButtonName[] = [
  'right',
  'left',
  'up',
  'down',
  'triangle',
  'circle',
  'cross',
  'square',
  'l1',
  'r1',
  'l2',
  'r2',
];

/** A field has begun: the driver asks the controllers and writes what it knows to EE memory. */
export function padVblank(machine: Machine): void {
  const { pad } = machine.state.iop;
  const writes: EeWrite[] = [];
  if (pad.statusArea !== 0) {
    pad.statusFrame++;
    const bytes = new Uint8Array(128);
    new Uint32Array(bytes.buffer).set([pad.statusFrame, ...pad.ports.map((port) => (port === null ? 0 : 1))]);
    const half = pad.statusFrame % 2 === 0 ? 128 : 0;
    writes.push({ address: pad.statusArea + half, bytes, what: 'which controller ports are open' });
  }
  for (const number of [0, 1] as const) {
    const port = pad.ports[number];
    if (port === null) continue;
    poll(port, pad.controllers[number]);
    writes.push(writeOf(port, pad.controllers[number], number));
  }
  // As the driver: while the last transfer is not through, this one is left out.
  if (writes.length > 0 && machine.state.sif.outgoing.length === 0)
    sendToEe(machine, { writes, packet: undefined });
}

/** One question to the controller. */
function poll(port: PadPort, controller: Controller): void {
  const fields = searchFields[controller.kind];
  if (!controller.isConnected) {
    port.isReady = false;
    if (port.found < fields) {
      port.found = 0;
      port.state = padStates.none;
      return;
    }
    port.state = padStates.error;
    port.failures++;
    if (port.failures >= mostFailures) {
      port.found = 0;
      port.request = requestStates.complete;
      port.working = 0;
    }
    return;
  }
  if (port.found < fields) {
    port.found++;
    port.failures = 0;
    port.state = padStates.busy;
    port.isAnalog = port.lamp = controller.isAnalog;
    port.isPressure = false;
    return;
  }
  port.failures = 0;
  if (port.working > 0 && !work(port)) return;
  if (controller.isAnalog !== port.lamp) port.isAnalog = port.lamp = controller.isAnalog;
  port.isReady = true;
  port.state = controller.kind === 'digital' ? padStates.simple : padStates.stable;
}

/** A field of a request. @returns whether it is done */
function work(port: PadPort): boolean {
  port.working--;
  port.state = padStates.busy;
  port.isReady = false;
  if (port.working > 0) return false;
  if (port.wantedAnalog !== null) port.isAnalog = port.wantedAnalog;
  if (port.wantedPressure !== null) port.isPressure = port.wantedPressure;
  port.wantedAnalog = port.wantedPressure = null;
  port.request = requestStates.complete;
  return true;
}

/** The mode that a controller is in. */
export function idOf(port: PadPort, controller: Controller): number {
  if (controller.kind === 'digital' || !port.isAnalog) return ids.digital;
  return port.isPressure ? ids.pressure : ids.analog;
}

/** The half of the area that comes next: the halves take turns, so that one is always whole. */
function writeOf(port: PadPort, controller: Controller, number: PadPortNumber): EeWrite {
  const bytes = port.isNew ? newArea(port, controller) : oldArea(port, controller);
  port.frame++;
  const address = port.area + (port.frame % 2 === 0 ? 0 : bytes.length);
  return { address, bytes, what: `the state of controller port ${number + 1}` };
}

/** ps2sdk, libpad.c: struct pad_data_old. */
function oldArea(port: PadPort, controller: Controller): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, port.frame, true);
  // A controller that does not answer is being looked for.
  bytes[4] = port.state === padStates.error ? 1 : port.state;
  bytes[5] = port.request;
  bytes.set(buttonData(port, controller), 8);
  view.setUint32(0x28, port.isReady ? 32 : 0, true);
  bytes[0x2e] = modelOf(port, controller);
  return bytes;
}

/** ps2sdk, libpad.c: struct pad_data_new. */
function newArea(port: PadPort, controller: Controller): Uint8Array {
  const bytes = new Uint8Array(128);
  const view = new DataView(bytes.buffer);
  const isKnown = isFound(port, controller);
  const isShock = isKnown && controller.kind === 'dualshock2';
  bytes.set(buttonData(port, controller), 0);
  bytes.fill(0xff, 0x28, 0x2e);
  if (isShock) {
    actuators.forEach((actuator, i) => bytes.set(actuator, 0x30 + 4 * i));
    modes.forEach((mode, i) => view.setUint16(0x50 + 2 * i, mode, true));
  }
  view.setUint32(0x58, port.frame, true);
  view.setUint32(0x5c, port.failures, true);
  view.setUint32(0x60, port.isReady ? 32 : 0, true);
  const isAnalog = isShock && port.isAnalog;
  bytes.set(
    [
      isShock ? 2 : isKnown ? 1 : 0,
      isKnown ? idOf(port, controller) : 0,
      modelOf(port, controller),
      port.isReady ? 1 : 0,
      isShock ? modes.length : 0,
      isAnalog ? 1 : 0,
      isShock ? actuators.length : 0,
      0,
      port.isPressure ? 1 : 0,
      isAnalog ? 1 : 0,
      0,
      0,
      port.state,
      port.request,
      isKnown ? 1 : 2,
    ],
    0x64,
  );
  return bytes;
}

/** Whether the search for the controller has ended. */
export const isFound = (port: PadPort, controller: Controller): boolean =>
  controller.isConnected && port.found >= searchFields[controller.kind];

/** 3: a DualShock 2; 0: not known. */
const modelOf = (port: PadPort, controller: Controller): number =>
  isFound(port, controller) && controller.kind === 'dualshock2' ? 3 : 0;

/** Of a DualShock 2: what its two motors are, and its modes (digital and analog), as it answers. */
export const actuators = [
  [1, 2, 0, 10],
  [1, 1, 1, 20],
] as const;
export const modes = [4, 7] as const;

/** 32 bytes: 0 when they are good, the id, the buttons (0: pressed), sticks, pressures. */
function buttonData(port: PadPort, controller: Controller): Uint8Array {
  const data = new Uint8Array(32);
  if (!port.isReady) {
    data[0] = 0xff;
    return data;
  }
  const id = idOf(port, controller);
  data[1] = id;
  const released = ~controller.pressed & 0xffff;
  data.set([released & 0xff, released >>> 8], 2);
  if (id !== ids.digital) data.set(controller.sticks, 4);
  if (id === ids.pressure)
    pressures.forEach((button, i) => {
      data[8 + i] = ((controller.pressed >>> buttonBits[button]) & 1) * 0xff;
    });
  data[31] = 0x5a;
  return data;
}
