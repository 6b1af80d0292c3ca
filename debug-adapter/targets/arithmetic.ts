import type { Program } from '../../project/program/program';

/** @throws Error in words when a program wants what no console computes. */
export function checkArithmetic({ arithmetic }: Pick<Program, 'arithmetic'>): void {
  if (arithmetic === 'ee') return;
  throw new Error(
    'The console computes in EE arithmetic alone: set "arithmetic" to "ee", or choose "target": "reference" for IEEE 754.',
  );
}
