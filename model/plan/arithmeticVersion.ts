import type { Model } from '../model';

/** The versions of docs/arithmetic.md: 1 computes in floats, 2 multiplies quantised matrices in integers. */
export type ArithmeticVersion = 1 | 2;

export const arithmeticVersions: readonly ArithmeticVersion[] = [1, 2];

/** Whether a value is one of them. */
export const isArithmeticVersion = (value: unknown): value is ArithmeticVersion =>
  arithmeticVersions.some((version) => version === value);

/** The version of a plan of a quantised model that asks for none. */
const versionOfQuantised: ArithmeticVersion = 2;

/** The version of a plan that asks for none. A model of floats has nothing to multiply in integers. */
export function defaultArithmeticVersion({ tensors }: Pick<Model, 'tensors'>): ArithmeticVersion {
  return tensors.some(({ type }) => type !== 'f32') ? versionOfQuantised : 1;
}
