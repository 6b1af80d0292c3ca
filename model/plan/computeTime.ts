import { contextLength } from '../model';
import type { TimeSplit } from '../trace/timeSplit';
import type { Operation, Plan } from './plan';

/** What the program computes for one token, in milliseconds; waiting for the disc is not in it. */
export type ComputeTime = Omit<TimeSplit, 'disc'>;

/**
 * Cycles of the EE that the program takes, as the built-in console counts them (an instruction a cycle, no cache
 * misses): an emulator's figures, to be replaced by those of a trace.
 */
export const cyclesPerUnit = {
  /** For each weight of a matmul. */
  matmul: 8.1,
  /** For each head, position and element of a head: score and weighted sum. */
  attention: 17.4,
  /** For each head and position: the exponential. */
  exponential: 220,
  /** For each element of another operation. */
  rest: 65,
} as const;

const cyclesPerMs = 294_912;

/** Milliseconds of one operation over one position, with `positions` in the cache. */
export function operationMs(plan: Plan, operation: Operation, positions: number): number {
  const { headDim, heads } = plan.config;
  const cycles = (): number => {
    const matrix = operation.matrix === undefined ? undefined : plan.matrices[operation.matrix];
    switch (operation.kind) {
      case 'matmul':
        return cyclesPerUnit.matmul * (matrix === undefined ? 0 : matrix.rows * matrix.cols);
      case 'attention':
        return heads * positions * (cyclesPerUnit.attention * headDim + cyclesPerUnit.exponential);
      default:
        return cyclesPerUnit.rest * operation.output.cols;
    }
  };
  return cycles() / cyclesPerMs;
}

/** What the program is expected to compute for a token in the middle of the context. */
export function forecastCompute(plan: Plan): ComputeTime {
  const positions = contextLength(plan.config) / 2;
  const sum = { matmul: 0, attention: 0, rest: 0 };
  for (const operation of plan.operations) sum[partOf(operation)] += operationMs(plan, operation, positions);
  return sum;
}

/** What the time of an operation counts as. */
export const partOf = ({ kind }: Pick<Operation, 'kind'>): keyof ComputeTime =>
  kind === 'matmul' || kind === 'attention' ? kind : 'rest';
