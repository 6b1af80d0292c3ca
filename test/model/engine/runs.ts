import { MemorySource } from '../../../disc/byteSource';
import { Engine } from '../../../model/engine/engine';
import type { ArithmeticMode } from '../../../model/engine/floatUnit';
import { cachedParts } from '../../../model/engine/partCache';
import type { Model } from '../../../model/model';
import { openModel } from '../../../model/openModel';
import { compilePlan } from '../../../model/plan/compile';
import type { PlanOptions } from '../../../model/plan/options';
import type { Operand, Plan } from '../../../model/plan/plan';
import { greedy, type RunSettings } from '../../../model/plan/runSettings';
import type { TraceEvent } from '../../../model/trace/events';
import { psntBytes } from '../../support/psntBytes';
import { streamed } from '../../support/streamed';

export interface Run {
  readonly plan: Plan;
  readonly engine: Engine;
  /** Of the preload. */
  readonly events: TraceEvent[];
}

export interface RunRequest {
  readonly mode: ArithmeticMode;
  readonly plan?: Partial<PlanOptions>;
  readonly settings?: Partial<RunSettings>;
}

/** The same model as PSNT Q8. */
export async function quantised(model: Model): Promise<Model> {
  return openModel(new MemorySource(await psntBytes(model)), 'quantised.psnt');
}

/** An engine of `model` before operation 0, which reads every matrix in each pass unless the plan says otherwise. The prompt is token 1, sampling is greedy. */
export async function startRun(model: Model, { mode, plan: options, settings }: RunRequest): Promise<Run> {
  const plan = compilePlan(model, { ...streamed, ...options });
  const loader = cachedParts(model, plan);
  const engine = new Engine({ plan, loader, settings: { ...greedy, prompt: [1], ...settings }, mode });
  return { plan, engine, events: await engine.preload() };
}

/** All events from here to the end. */
export async function runToEnd(engine: Engine): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  while (engine.ended === undefined) events.push(...(await engine.step()));
  return events;
}

/** Patterns of an operand's row in RAM. */
export function rowOf(engine: Engine, operand: Operand, index = 0): number[] {
  const bytes = engine.readMemory(operand.address + index * operand.stride, operand.cols * 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: operand.cols }, (_, i) => view.getUint32(i * 4, true));
}

/** Contents of a buffer by name. */
export function bufferOf(run: Run, name: string): Uint8Array {
  const buffer = run.plan.buffers.find((candidate) => candidate.name === name);
  if (!buffer) throw new Error(`no buffer ${name}`);
  return run.engine.readMemory(buffer.start, buffer.stride * buffer.rows);
}
