import type { TargetDescriptor } from './descriptor';

/** The engine in TypeScript, with which every other target is compared. */
export const reference = {
  id: 'reference',
  label: 'reference engine',
  description: 'the forward pass in TypeScript, without a console',
  details:
    'Needs nothing else and gives exact results. It has no clock: reads are counted, and sizes come from the plan.',
  figures: {
    kind: 'counted',
    label: 'counted (reference)',
    meaning: 'Reads are counted as the reference engine executes the plan; no disc is involved',
  },
  arithmetic: ['ee', 'ieee'],
  requests: ['launch'],
  places: ['node', 'browser'],
  capabilities: {
    readMemory: 'buffers',
    writeMemory: true,
    registers: false,
    disassembly: false,
    stepBack: true,
    saveStates: false,
    television: 'none',
    keepsRunning: false,
  },
  fields: {},
  discOf: () => undefined,
  oldNames: {},
} as const satisfies TargetDescriptor;
