import { contextLength } from '../model';
import type { TimeSplit } from '../trace/timeSplit';
import type { ArithmeticVersion } from './arithmeticVersion';
import type { Operation, Plan } from './plan';

/** The time the EE program computes for one token, in milliseconds, without waiting for the disc. */
export type ComputeTime = Omit<TimeSplit, 'disc'>;

interface UnitCycles {
  /** Per weight of a matmul. */
  readonly matmul: number;
  /** Per head, position and element of a head: score and weighted sum. */
  readonly attention: number;
  /** Per head and position: the exponential. */
  readonly exponential: number;
  /** Per element of any other operation, with the quantisation of what is multiplied. */
  readonly rest: number;
}

/**
 * Cycles of the EE that the program takes in each version of the arithmetic, as the built-in console counts them (one
 * instruction per cycle, no cache misses). These are an emulator's figures; a trace replaces them.
 */
const unitCycles: Readonly<Record<ArithmeticVersion, UnitCycles>> = {
  1: { matmul: 8.1, attention: 17.4, exponential: 220, rest: 65 },
  2: { matmul: 0.48, attention: 3, exponential: 40, rest: 29 },
};

const cyclesPerMs = 294_912;

/** Milliseconds of one operation over one position, with `positions` in the cache. */
export function operationMs(plan: Plan, operation: Operation, positions: number): number {
  const { headDim, heads } = plan.config;
  const unit = unitCycles[plan.arithmetic];
  const cycles = (): number => {
    const matrix = operation.matrix === undefined ? undefined : plan.matrices[operation.matrix];
    switch (operation.kind) {
      case 'matmul':
        return unit.matmul * (matrix === undefined ? 0 : matrix.rows * matrix.cols);
      case 'attention':
        return heads * positions * (unit.attention * headDim + unit.exponential);
      default:
        return unit.rest * operation.output.cols;
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
