import { cyclesOfMs } from '../../disc/drive';

/** Assumed times of the SIF and the IOP in EE cycles; no published measurement is known. */

/** From SifSetDma until the IOP has the command. */
export const commandCycles = cyclesOfMs(0.01);
/** An IOP thread starting a call and preparing its answer. */
export const serviceCycles = cyclesOfMs(0.04);
/** The answer's way to the EE. */
export const replyCycles = cyclesOfMs(0.01);
/** Until the IOP is up again after a reset. */
export const rebootCycles = cyclesOfMs(500);
/** Until a module of the boot ROM is loaded and has started. */
export const moduleCycles = cyclesOfMs(20);
