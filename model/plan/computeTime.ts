import { contextLength } from '../model';
import type { TimeSplit } from '../trace/timeSplit';
import type { Operation, Plan } from './plan';

/** The time the EE program computes for one token, in milliseconds, without waiting for the disc. */
export type ComputeTime = Omit<TimeSplit, 'disc'>;

/**
 * Cycles of the EE that the program takes, as the built-in console counts them (one instruction per cycle, no cache
 * misses). These are an emulator's figures; a trace replaces them.
 */
export const cyclesPerUnit = {
  /** Per weight of a matmul. */
  matmul: 8.1,
  /** Per head, position and element of a head: score and weighted sum. */
  attention: 17.4,
  /** Per head and position: the exponential. */
  exponential: 220,
  /** Per element of any other operation. */
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

/** The forecast compute time of a token in the middle of the context. */
export function forecastCompute(plan: Plan): ComputeTime {
  const positions = contextLength(plan.config) / 2;
  const sum = { matmul: 0, attention: 0, rest: 0 };
  for (const operation of plan.operations) sum[partOf(operation)] += operationMs(plan, operation, positions);
  return sum;
}

/** The share of the time that an operation counts towards. */
export const partOf = ({ kind }: Pick<Operation, 'kind'>): keyof ComputeTime =>
  kind === 'matmul' || kind === 'attention' ? kind : 'rest';
