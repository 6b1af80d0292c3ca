import type { DiscLayout } from './discLayout';
import type { Plan } from './plan';

/** Whether a pass reads parts of a layer again for the next layer that shares it. */
export function readsTwice({ reads }: Pick<Plan, 'reads'>): boolean {
  const parts = reads.flatMap(({ preload, row, matrix, part }) =>
    preload || row === true || matrix === undefined ? [] : [`${matrix} ${part ?? 0}`],
  );
  return new Set(parts).size < parts.length;
}

/**
 * What a plan does not have of its layout, in words without full stop: a layer that is read once needs a slot for each
 * of its matrices, and without the RAM for these it is read twice. Undefined if the plan is as the layout says.
 */
export function layoutFallback(plan: Pick<Plan, 'reads'>, { sharedLayers }: DiscLayout): string | undefined {
  return sharedLayers === 'readOnce' && readsTwice(plan)
    ? 'shared layers are read twice, because there is too little RAM to read them once'
    : undefined;
}
