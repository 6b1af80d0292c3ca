import type { TargetCapabilities } from '../target';

/** What the built-in console can do. */
export const consoleCapabilities: TargetCapabilities = {
  provenance: 'built-in console',
  readMemory: 'all',
  writeMemory: true,
  registers: true,
  disassemble: true,
  stepBack: false,
};
