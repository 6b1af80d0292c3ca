import type { RunTimes } from '../model/trace/passTimes';
import type { SessionPlan } from '../model/trace/session';
import { timeParts } from '../model/trace/timeSplit';
import type { ReadTotal } from './readTotals';
import type { OperationTotal } from './traceStore';

/** Grows when a run of an earlier version can no longer be read; such a run is then forgotten. */
export const storedVersion = 2;

/** A trace store as JSON, for the extension's storage. */
export interface StoredTrace {
  readonly version: typeof storedVersion;
  readonly name: string;
  readonly plan: SessionPlan;
  /** By the index of the read and of the operation. */
  readonly reads: readonly ReadTotal[];
  readonly operations: readonly OperationTotal[];
  readonly times: RunTimes;
  readonly passes: number;
  readonly tokens: number;
  readonly positions: number;
}

/** Whether this version wrote it; it comes from a file that anything may have happened to. */
export function isStoredTrace(value: unknown): value is StoredTrace {
  if (!isObject(value)) return false;
  const { version, name, plan, reads, operations, times, passes, tokens, positions } = value;
  return (
    version === storedVersion &&
    typeof name === 'string' &&
    isPlan(plan) &&
    isTotals(reads, plan.reads.length) &&
    isTotals(operations, plan.operations.length) &&
    isTimes(times) &&
    [passes, tokens, positions].every(Number.isInteger)
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function isPlan(value: unknown): value is SessionPlan {
  if (!isObject(value)) return false;
  const { provenance, reads, operations, regions, buffers, forecast } = value;
  const rows = isObject(forecast) ? forecast['rows'] : undefined;
  return typeof provenance === 'string' && [reads, operations, regions, buffers, rows].every(Array.isArray);
}

/** As many records of nothing but numbers as the plan has. */
function isTotals(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every(isTotal);
}

function isTotal(value: unknown): boolean {
  return isObject(value) && 'count' in value && Object.values(value).every(Number.isFinite);
}

function isTimes(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { passes, dropped, total, lastToken } = value;
  return (
    Array.isArray(passes) &&
    passes.every((pass) => isObject(pass) && Number.isInteger(pass['pass']) && isSplit(pass['split'])) &&
    Number.isInteger(dropped) &&
    isSplit(total) &&
    (lastToken === undefined ||
      (isObject(lastToken) && isSplit(lastToken['split']) && isObject(lastToken['token'])))
  );
}

function isSplit(value: unknown): boolean {
  return isObject(value) && timeParts.every((part) => Number.isFinite(value[part]));
}
