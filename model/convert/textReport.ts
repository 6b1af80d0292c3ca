import { Engine } from '../engine/engine';
import type { ArithmeticMode } from '../engine/floatUnit';
import { macrotask } from '../engine/macrotask';
import { cachedParts } from '../engine/partCache';
import { floatsOf } from '../../common/littleEndian';
import type { Model } from '../model';
import type { ArithmeticVersion } from '../plan/arithmeticVersion';
import { compilePlan } from '../plan/compile';
import { PlanError } from '../plan/error';
import type { Plan } from '../plan/plan';
import { greedy } from '../plan/runSettings';
import { readRows } from '../tensorRows';
import { floatModel } from './floatModel';

/** The effect of quantisation on a model's output. */
export interface TextReport {
  /** Number of predicted tokens. */
  readonly positions: number;
  /** exp of the mean of −log p(next token). */
  readonly perplexityBefore: number;
  readonly perplexityAfter: number;
  /** Share of positions at which the most likely token is the same. */
  readonly top1Agreement: number;
  /** Mean over the positions of the Kullback-Leibler divergence of after from before, in nats. */
  readonly meanKl: number;
  readonly largestLogitError: number;
}

interface CompareTextOptions {
  /** Default: IEEE. */
  readonly mode?: ArithmeticMode;
  /** Versions of the arithmetic. Default: that of each model. */
  readonly versions?: { readonly before: ArithmeticVersion; readonly after: ArithmeticVersion };
  /** Called after every token with the finished tokens of both models. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs both models over a text in the reference engine and compares their logits.
 * @param ids the text, at least two tokens; the part that fits in the context is used.
 * @throws Error when there is nothing to predict, PlanError when a model cannot be executed.
 */
export async function compareOnText(
  before: Model,
  after: Model,
  ids: readonly number[],
  { mode = 'ieee', versions, onProgress, signal }: CompareTextOptions = {},
): Promise<TextReport> {
  const text = ids.slice(0, Math.min(before.config.seqLen, after.config.seqLen));
  if (text.length < 2) throw new Error('The text is too short: a report needs at least two tokens.');
  const total = 2 * (text.length - 1);
  let done = 0;
  const tick = (): void => onProgress?.(++done, total);
  const a = forcedLogits(planned(before, versions?.before), text, mode, signal);
  const b = forcedLogits(planned(after, versions?.after), text, mode, signal);
  const sums = { before: 0, after: 0, agree: 0, kl: 0, largest: 0 };
  const positions = text.length - 1;
  for (let i = 1; i <= positions; i++) {
    // Both models run from promise to promise: without this an abort would never be noticed.
    await macrotask();
    const x = (await a.next()).value;
    tick();
    const y = (await b.next()).value;
    tick();
    if (x === undefined || y === undefined) throw new Error('A model produced no logits.');
    const p = logSoftmax(x);
    const q = logSoftmax(y);
    const next = text[i] ?? 0;
    sums.before -= p[next] ?? -Infinity;
    sums.after -= q[next] ?? -Infinity;
    if (mostProbable(x) === mostProbable(y)) sums.agree++;
    for (let id = 0; id < x.length; id++) {
      const logP = p[id] ?? 0;
      sums.kl += Math.exp(logP) * (logP - (q[id] ?? 0));
      sums.largest = Math.max(sums.largest, Math.abs((x[id] ?? 0) - (y[id] ?? 0)));
    }
  }
  return {
    positions,
    perplexityBefore: Math.exp(sums.before / positions),
    perplexityAfter: Math.exp(sums.after / positions),
    top1Agreement: sums.agree / positions,
    meanKl: sums.kl / positions,
    largestLogitError: sums.largest,
  };
}

/** The logits after each token of the text except the last. */
async function* forcedLogits(
  { plan, runnable }: Planned,
  text: readonly number[],
  mode: ArithmeticMode,
  signal: AbortSignal | undefined,
): AsyncGenerator<Float32Array, undefined> {
  const settings = { ...greedy, prompt: text.slice(0, 1), maxTokens: text.length };
  const engine = new Engine({ plan, loader: cachedParts(runnable, plan), settings, mode });
  await engine.preload();
  for (let i = 1; i < text.length;) {
    signal?.throwIfAborted();
    const operation = plan.operations[engine.position().operation];
    const logits = operation?.kind === 'sample' ? operation.inputs[0] : undefined;
    if (logits !== undefined) yield floatsOf(engine.readMemory(logits.address, logits.cols * 4));
    if (engine.ended !== undefined) return undefined;
    await engine.step();
    if (logits === undefined) continue;
    // The text continues as given, not with the model's tokens.
    engine.state.progress.tokens.pop();
    engine.state.append(text[i++] ?? 0);
  }
  return undefined;
}

interface Planned {
  readonly plan: Plan;
  readonly runnable: Model;
}

/** The stored model if it can be executed, else the same model as floats. */
function planned(model: Model, arithmeticVersion: ArithmeticVersion | undefined): Planned {
  try {
    return { plan: compilePlan(model, { arithmeticVersion }), runnable: model };
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    const floats = asFloats(model);
    return { plan: compilePlan(floats, { arithmeticVersion }), runnable: floats };
  }
}

/** The same model with every tensor as f32. */
export function asFloats(model: Model): Model {
  return floatModel(
    model.label,
    model.config,
    model.tensors.map((tensor) => ({
      name: tensor.name,
      ...(tensor.layer === undefined ? {} : { layer: tensor.layer }),
      rows: tensor.rows,
      cols: tensor.cols,
      read: (rowStart, rows) => readRows(model, tensor, rowStart, rows),
    })),
  );
}

function logSoftmax(logits: Float32Array): Float64Array {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const sum = logits.reduce((all, value) => all + Math.exp(value - largest), 0);
  const base = largest + Math.log(sum);
  return Float64Array.from(logits, (value) => value - base);
}

/** The lowest id of the largest logit. */
function mostProbable(logits: Float32Array): number {
  return logits.indexOf(logits.reduce((most, value) => Math.max(most, value), -Infinity));
}
