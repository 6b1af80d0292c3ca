import { noController, untouched, type Controller } from './controller';

/** Port 1 or 2 of the console. */
export type PadPortNumber = 0 | 1;

/** States of a port, as the driver reports them (ps2sdk, libpad.h). */
export const padStates = { none: 0, simple: 2, busy: 5, stable: 6, error: 7 } as const;
/** States of a request. */
export const requestStates = { complete: 0, failed: 1, busy: 2 } as const;

/** An open port of the driver: what it knows of the controller, and what it is doing. */
export interface PadPort {
  /** Where in EE memory the driver writes. */
  readonly area: number;
  /** Areas of 64 bytes of the old driver, or of 128 of the new one. */
  readonly isNew: boolean;
  frame: number;
  state: number;
  request: number;
  /** Steps of the search that are done; the controller is read once all are. */
  found: number;
  /** Reads that failed since the last good one. */
  failures: number;
  /** Fields that a request still takes, and the mode that it ends in. */
  working: number;
  wantedAnalog: boolean | null;
  wantedPressure: boolean | null;
  /** Set by the program: the lamp is on, buttons answer how hard they are pressed. */
  isAnalog: boolean;
  isPressure: boolean;
  /** What is read: the last button data is good. */
  isReady: boolean;
  /** The lamp as the user last switched it. */
  lamp: boolean;
}

/** The ports, their controllers and the driver. */
export interface PadState {
  controllers: [Controller, Controller];
  ports: [PadPort | null, PadPort | null];
  /** Where the driver writes which ports are open; 0: nowhere. */
  statusArea: number;
  statusFrame: number;
}

export const newPads = (first: Controller = untouched): PadState => ({
  controllers: [first, noController],
  ports: [null, null],
  statusArea: 0,
  statusFrame: 0,
});

/** Whether the driver writes to EE memory at every field. */
export const isPadOpen = ({ ports, statusArea }: PadState): boolean =>
  statusArea !== 0 || ports.some((port) => port !== null);

/** A port that was just opened. */
export const openPort = (area: number, isNew: boolean): PadPort => ({
  area,
  isNew,
  frame: 0,
  state: padStates.busy,
  request: requestStates.complete,
  found: 0,
  failures: 0,
  working: 0,
  wantedAnalog: null,
  wantedPressure: null,
  isAnalog: false,
  isPressure: false,
  isReady: false,
  lamp: false,
});
