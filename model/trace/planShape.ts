import type { PlanShape } from '../plan/whatIf';
import type { KvCacheType } from '../plan/options';
import type { SessionBuffer, SessionPlan } from './session';

/**
 * A session's plan has enough data to plan its model with other options.
 * @throws Error for a program without a plan.
 */
export function planShapeOf({
  model,
  config,
  matrices,
  buffers,
  regions,
  arithmetic = 1,
}: Pick<SessionPlan, 'model' | 'config' | 'matrices' | 'buffers' | 'regions' | 'arithmetic'>): PlanShape {
  if (config === undefined) throw new Error(`${model} has no plan, so nothing can be forecast for it.`);
  const tokens = buffers.find(({ kind, name }) => kind === 'file' && name === 'TOKENS.BIN');
  const system = regions.filter(({ kind }) => kind === 'system' || kind === 'program');
  // The arena is between the program and the unused part at the end.
  const start = Math.max(0, ...system.filter((region) => region.kind === 'program').map(({ end }) => end));
  const end = system.find((region) => region.start > start)?.start ?? regions.at(-1)?.end ?? start;
  return {
    label: model,
    config,
    tensors: matrices.map(({ name, layer, rows, cols, type }) => ({
      name,
      ...(layer !== undefined && { layer }),
      rows,
      cols,
      type,
    })),
    tokensBytes: tokens === undefined ? 0 : tokens.end - tokens.start,
    batch: buffers.find(({ name }) => name === 'x')?.rows ?? 1,
    kvCache: kvCacheOf(buffers),
    arithmetic,
    arena: { start, end },
  };
}

/** A row of floats has 4 bytes for each column, one of int16 and scales has fewer. */
function kvCacheOf(buffers: readonly SessionBuffer[]): KvCacheType {
  const cache = buffers.find(({ kind }) => kind === 'kv');
  if (cache?.rows === undefined || cache.cols === undefined) return 'f32';
  return (cache.end - cache.start) / cache.rows < cache.cols * 4 ? 'int16' : 'f32';
}
