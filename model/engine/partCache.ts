import type { Model } from '../model';
import type { Plan } from '../plan/plan';
import { packPart } from '../plan/weightsPacker';
import type { WeightsLoader } from './weights';

/** Small models are read from their file once; of larger ones the parts that are used first stay cached. */
const defaultMaxBytes = 128 * 1024 * 1024;

/** A loader that packs parts from a model and caches up to `maxBytes` of them. */
export function cachedParts(model: Model, plan: Plan, maxBytes = defaultMaxBytes): WeightsLoader {
  const parts = new Map<string, Uint8Array>();
  let kept = 0;
  return async (matrix, part) => {
    const key = `${matrix}/${part}`;
    const known = parts.get(key);
    if (known) return known;
    const bytes = await packPart(model, plan, matrix, part);
    if (kept + bytes.length <= maxBytes) {
      parts.set(key, bytes);
      kept += bytes.length;
    }
    return bytes;
  };
}
