import { eeFloatRevision } from '../../eeFloatRevision';
import type { JsonValue } from '../../json';
import type { SessionPlan } from '../session';
import { sessionPlanFrom } from '../sessionPlanJson';
import { sha256 } from './modelHash';

/** The first chunk of a trace: everything needed to read the rest without the model. */
export interface TraceInfo {
  /** The run's display name. */
  readonly name: string;
  /** The program that wrote the file: `ps2ml 0.1.0`. */
  readonly writer: string;
  /** When the run started, as ISO 8601; absent if the file must not contain it. */
  readonly created?: string;
  /** First 16 hex digits of the SHA-256 of the plan's tables and listing: equal for runs of the same plan. */
  readonly planHash: string;
  /** Revision of the EE's floats that its writer's engine and console compute with (docs/arithmetic.md). */
  readonly eeFloats: number;
  readonly plan: SessionPlan;
  /** The request of the run, for display: the prompt, the sampling. */
  readonly settings: readonly RunSetting[];
}

export interface RunSetting {
  readonly name: string;
  readonly value: string;
}

/** The info of a run with this plan. */
export async function traceInfoOf(
  name: string,
  writer: string,
  plan: SessionPlan,
  more: { readonly created?: Date; readonly settings?: readonly RunSetting[] } = {},
): Promise<TraceInfo> {
  const { created, settings = [] } = more;
  return {
    name,
    writer,
    ...(created !== undefined && { created: created.toISOString() }),
    planHash: await planHashOf(plan),
    eeFloats: eeFloatRevision,
    plan,
    settings,
  };
}

/** The identity of a plan, without its executor and the location of its listing. */
export async function planHashOf({
  regions,
  buffers,
  matrices,
  reads,
  operations,
  listing,
}: SessionPlan): Promise<string> {
  const tables = JSON.stringify([regions, buffers, matrices, reads, operations, listing.text]);
  return (await sha256(new TextEncoder().encode(tables))).slice(0, 16);
}

/** @throws FormatError for an invalid field. */
export function traceInfoFrom(json: JsonValue): TraceInfo {
  const created = json.get('created');
  const eeFloats = json.get('eeFloats');
  return {
    name: json.get('name').string(),
    writer: json.get('writer').string(),
    ...(created.exists && { created: created.string() }),
    planHash: json.get('planHash').string(),
    eeFloats: eeFloats.exists ? eeFloats.count() : 1,
    plan: sessionPlanFrom(json.get('plan')),
    settings: json
      .get('settings')
      .items()
      .map((setting) => ({ name: setting.get('name').string(), value: setting.get('value').string() })),
  };
}
