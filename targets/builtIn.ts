import { timingMeanings, timings } from '../common/timing';
import type { TargetDescriptor } from './descriptor';

/** The PlayStation 2 that is part of PS2 ML. */
export const builtIn = {
  id: 'built-in',
  label: 'built-in console',
  description: 'the built-in PlayStation 2',
  details: 'Runs the real EE program from a disc image. Its clock and its drive are simulated.',
  figures: {
    kind: 'simulated',
    label: 'simulated (built-in)',
    meaning: 'Measured by the program on the built-in console, whose clock and drive are simulated',
  },
  arithmetic: ['ee'],
  requests: ['launch'],
  places: ['node'],
  capabilities: {
    readMemory: 'all',
    writeMemory: true,
    registers: true,
    disassembly: true,
    stepBack: true,
    saveStates: false,
    television: 'editor',
    keepsRunning: false,
  },
  fields: {
    timing: {
      type: 'choice',
      choices: timings,
      default: 'instructions',
      description: `How time is counted. It never changes what the program computes. ${timings.map((timing) => `\`${timing}\`: ${timingMeanings[timing]}`).join('. ')}.`,
    },
  },
  discOf: ({ type }) => type,
  oldNames: { launch: ['console'], trace: ['built-in console'] },
} as const satisfies TargetDescriptor;
