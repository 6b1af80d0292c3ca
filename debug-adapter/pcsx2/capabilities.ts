import type { TargetCapabilities } from '../targets/target';

/** What PCSX2 can do over PINE, which knows no register and no step. */
export const pcsx2Capabilities: TargetCapabilities = {
  provenance: 'PCSX2',
  readMemory: 'all',
  writeMemory: true,
  registers: false,
  disassemble: true,
  stepBack: false,
  checkpoints: 'save state',
};
