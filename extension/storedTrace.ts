import { FormatError } from '../model/formatError';
import { JsonValue } from '../model/json';
import type { RunTotalsJson } from '../model/trace/runTotals';
import { runTotalsOf } from '../model/trace/runTotalsJson';
import type { SessionPlan } from '../model/trace/session';
import { sessionPlanFrom } from '../model/trace/sessionPlanJson';

/** Grows when a run of an earlier version can no longer be read; such a run is then forgotten. */
export const storedVersion = 3;

/** A trace store as JSON, for the extension's storage. */
export interface StoredTrace extends RunTotalsJson {
  readonly version: typeof storedVersion;
  readonly name: string;
  readonly plan: SessionPlan;
}

/** A run that this version wrote, or undefined; it comes from a file that anything may have happened to. */
export function storedTraceOf(value: unknown): StoredTrace | undefined {
  const json = new JsonValue(value, 'the last run', '', 'run the model again');
  try {
    if (json.get('version').number() !== storedVersion) return undefined;
    const plan = sessionPlanFrom(json.get('plan'));
    return {
      version: storedVersion,
      name: json.get('name').string(),
      plan,
      ...runTotalsOf(json, plan),
    };
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
