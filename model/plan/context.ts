import { formatInteger } from '../textTable';
import { plannedConfig, ropeBytes, tableBytes, withBatch, type PlanParts } from './assemble';
import { PlanError } from './error';
import { defaultPlanOptions } from './options';
import { layOutMemory } from './layout';

/** What a plan is made of before its context is known. */
export type Unplanned = Omit<PlanParts, 'seqLen' | 'embedding'>;

/** The shortest context that is planned unless a shorter one is requested. */
export const leastContext = 32;

/**
 * Chooses the context: the requested one, else the largest that fits. The embedding stays in RAM if it fits beside it.
 * @throws PlanError when no context fits, or not the requested one, with one that does.
 */
export function withContext(unplanned: Unplanned): PlanParts {
  const { model, options } = unplanned;
  const { seqLen: most } = model.config;
  const { context: asked } = options;
  if (asked !== undefined && (!Number.isInteger(asked) || asked < 1 || asked > most)) {
    throw new PlanError(
      `The context is ${formatInteger(asked)} positions, but ${model.label} has 1 to ${formatInteger(most)}. Use a smaller "context", or leave it out.`,
    );
  }
  const search = new ContextSearch(unplanned);
  const seqLen = asked ?? search.largest() ?? Math.min(leastContext, most);
  const embedding = search.embeddings.find((place) => search.problem(seqLen, place) === undefined);
  if (embedding !== undefined) return { ...unplanned, seqLen, embedding };
  const problem = search.problem(seqLen, search.embeddings.at(-1) ?? 'streamed');
  throw new PlanError(`${problem?.message ?? ''} ${adviceFor(unplanned, search)}`);
}

/** What to do about a context that does not fit. */
function adviceFor(unplanned: Unplanned, search: ContextSearch): string {
  const { options } = unplanned;
  const inInt16 =
    options.kvCache === 'int16'
      ? undefined
      : new ContextSearch({ ...unplanned, options: { ...options, kvCache: 'int16' } }).largest();
  const largest = search.largest();
  const smaller = inInt16 === undefined ? '' : `, or ${formatInteger(inInt16)} with "kvCache": "int16"`;
  if (largest !== undefined) return `The largest context that fits is ${formatInteger(largest)}${smaller}.`;
  if (inInt16 === undefined) {
    const isLimited = options.arena.end < defaultPlanOptions.arena.end;
    return isLimited
      ? 'Raise the RAM budget, or use a smaller model.'
      : 'Use a model with a smaller vocabulary, fewer layers or fewer KV heads.';
  }
  return `With "kvCache": "int16", a context of ${formatInteger(inInt16)} fits.`;
}

/** Finds out which contexts fit, without making a plan for each. */
class ContextSearch {
  /** Bytes of PLAN.BIN that do not depend on the context. */
  private readonly tableBytes = new Map<PlanParts['embedding'], number>();

  /** The places of the embedding that are possible, the best first. */
  readonly embeddings: readonly PlanParts['embedding'][];

  constructor(private readonly unplanned: Unplanned) {
    const { embedding } = unplanned.options;
    this.embeddings = embedding === undefined ? ['resident', 'streamed'] : [embedding];
  }

  /** The largest context that fits; undefined if none of 32 positions or more does. */
  largest(): number | undefined {
    const { seqLen: most } = this.unplanned.model.config;
    let low = Math.min(leastContext, most);
    if (this.fits(most)) return most;
    if (!this.fits(low)) return undefined;
    let tooLarge = most;
    while (low + 1 < tooLarge) {
      const middle = Math.floor((low + tooLarge) / 2);
      if (this.fits(middle)) low = middle;
      else tooLarge = middle;
    }
    return low;
  }

  /** Why a context does not fit; undefined when it does. */
  problem(seqLen: number, embedding: PlanParts['embedding']): PlanError | undefined {
    const { model, weights } = this.unplanned;
    const parts = { ...this.unplanned, seqLen, embedding };
    const config = plannedConfig(parts);
    // Matrices stay in what the context leaves, which may be nothing.
    const streamed = { ...withBatch(parts), weights: 'streamed' } as const;
    const planBytes = this.tableBytesOf(parts) + ropeBytes(config);
    try {
      layOutMemory(model.label, config, weights, streamed, embedding, planBytes);
      return undefined;
    } catch (error) {
      if (error instanceof PlanError) return error;
      throw error;
    }
  }

  private fits(seqLen: number): boolean {
    return this.embeddings.some((embedding) => this.problem(seqLen, embedding) === undefined);
  }

  private tableBytesOf(parts: PlanParts): number {
    const { embedding, options } = parts;
    const known = this.tableBytes.get(embedding);
    if (known !== undefined) return known;
    const bytes = tableBytes({ ...parts, options: { ...options, weights: 'streamed' } });
    this.tableBytes.set(embedding, bytes);
    return bytes;
  }
}
