import type { JsonValue } from '../../json';
import type { SessionPlan } from '../session';
import { sessionPlanFrom } from '../sessionPlanJson';
import { sha256 } from './modelHash';

/** What the first chunk of a trace says: all that is needed to read the rest without the model. */
export interface TraceInfo {
  /** The run's name for people. */
  readonly name: string;
  /** What wrote the file: `ps2ml 0.1.0`. */
  readonly writer: string;
  /** When the run began, as ISO 8601; absent where that must not be in the file. */
  readonly created?: string;
  /** First 16 hex digits of the SHA-256 of the plan's tables and listing: runs of the same plan have the same. */
  readonly planHash: string;
  readonly plan: SessionPlan;
  /** What the run was asked for, for people: the prompt, the sampling. */
  readonly settings: readonly RunSetting[];
}

export interface RunSetting {
  readonly name: string;
  readonly value: string;
}

/** What a trace says of a run with this plan. */
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
    plan,
    settings,
  };
}

/** What tells plans apart: who executes them and where their listing lies does not count. */
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

/** @throws FormatError naming the field that cannot be. */
export function traceInfoFrom(json: JsonValue): TraceInfo {
  const created = json.get('created');
  return {
    name: json.get('name').string(),
    writer: json.get('writer').string(),
    ...(created.exists && { created: created.string() }),
    planHash: json.get('planHash').string(),
    plan: sessionPlanFrom(json.get('plan')),
    settings: json
      .get('settings')
      .items()
      .map((setting) => ({ name: setting.get('name').string(), value: setting.get('value').string() })),
  };
}
