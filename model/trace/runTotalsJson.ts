import type { JsonValue } from '../json';
import type { ReadCounter } from './events';
import type { PassTime, RunTimes, SampledToken, TokenTime } from './passTimes';
import type { ReadTotal } from './readTotals';
import type { OperationTotal, RunTotalsJson } from './runTotals';
import type { SessionPlan } from './session';
import { timeParts, type TimeSplit } from './timeSplit';

/** Totals from a file. @throws FormatError when they do not belong to this plan. */
export function runTotalsOf(
  json: JsonValue,
  plan: Pick<SessionPlan, 'reads' | 'operations' | 'matrices'>,
): RunTotalsJson {
  const [counters, stackBytes] = [json.get('counters'), json.get('stackBytes')];
  return {
    reads: listOf(json.get('reads'), plan.reads.length).map(readTotal),
    operations: listOf(json.get('operations'), plan.operations.length).map(operationTotal),
    times: runTimes(json.get('times')),
    passes: json.get('passes').count(),
    tokens: json.get('tokens').count(),
    positions: json.get('positions').count(),
    lost: lostCounts(json.get('lost')),
    ...(counters.exists && {
      counters: counters.items().map((row) => readCounter(row, plan.matrices.length)),
    }),
    ...(stackBytes.exists && { stackBytes: stackBytes.count() }),
  };
}

function listOf(json: JsonValue, length: number): JsonValue[] {
  const items = json.items();
  if (items.length !== length) throw json.wrong(`an array of ${length}, as in the plan`);
  return items;
}

function readTotal(json: JsonValue): ReadTotal {
  const [ms, seeks, lba] = [json.get('ms'), json.get('seeks'), json.get('lba')];
  return {
    count: json.get('count').count(),
    sectors: json.get('sectors').count(),
    ...(ms.exists && { ms: milliseconds(ms) }),
    ...(seeks.exists && { seeks: seeks.count() }),
    ...(lba.exists && { lba: lba.count() }),
  };
}

function operationTotal(json: JsonValue): OperationTotal {
  const ms = json.get('ms');
  return { count: json.get('count').count(), ...(ms.exists && { ms: milliseconds(ms) }) };
}

function runTimes(json: JsonValue): RunTimes {
  const lastToken = json.get('lastToken');
  return {
    passes: json.get('passes').items().map(passTime),
    dropped: json.get('dropped').count(),
    total: timeSplit(json.get('total')),
    ...(lastToken.exists && { lastToken: tokenTime(lastToken) }),
  };
}

function passTime(json: JsonValue): PassTime {
  const [first, count, token] = [json.get('first'), json.get('count'), json.get('token')];
  return {
    pass: json.get('pass').count(),
    ...(first.exists && { first: first.count() }),
    ...(count.exists && { count: count.count() }),
    split: timeSplit(json.get('split')),
    ...(token.exists && { token: sampledToken(token) }),
  };
}

const tokenTime = (json: JsonValue): TokenTime => ({
  token: sampledToken(json.get('token')),
  split: timeSplit(json.get('split')),
});

function sampledToken(json: JsonValue): SampledToken {
  const text = json.get('text');
  return {
    position: json.get('position').count(),
    id: json.get('id').count(),
    ...(text.exists && { text: text.string() }),
  };
}

function timeSplit(json: JsonValue): TimeSplit {
  const [disc, matmul, attention, rest] = timeParts.map((part) => milliseconds(json.get(part)));
  return { disc: disc ?? 0, matmul: matmul ?? 0, attention: attention ?? 0, rest: rest ?? 0 };
}

const lostCounts = (json: JsonValue): RunTotalsJson['lost'] => ({
  events: json.get('events').count(),
  text: json.get('text').count(),
  log: json.get('log').count(),
});

function readCounter(json: JsonValue, matrices: number): ReadCounter {
  const matrix = json.get('matrix');
  if (matrix.exists && matrix.count() >= matrices) throw matrix.wrong(`a matrix below ${matrices}`);
  return {
    ...(matrix.exists && { matrix: matrix.count() }),
    reads: json.get('reads').count(),
    sectors: json.get('sectors').count(),
    bytes: json.get('bytes').count(),
    retries: json.get('retries').count(),
    ms: milliseconds(json.get('ms')),
  };
}

/** Finite and not negative. */
function milliseconds(json: JsonValue): number {
  const value = json.number();
  if (!Number.isFinite(value) || value < 0) throw json.wrong('milliseconds of 0 or more');
  return value;
}
