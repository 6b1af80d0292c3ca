import type { TargetCapabilities } from '../targets/target';

/** What a console does over ps2link: the program hands its memory over itself, where it looks for its debugger. */
export const ps2linkCapabilities: TargetCapabilities = {
  provenance: 'console',
  readMemory: 'all',
  writeMemory: true,
  registers: false,
  disassemble: true,
  stepBack: false,
  checkpoints: 'no',
};
