import { sectorBytes } from '../../model/plan/units';
import { ramBytes } from '../../common/ram';
import type { OperationTime } from '../../model/trace/history';
import { addTimes, noTime, totalMs } from '../../model/trace/timeSplit';
import type { Summary } from '../../webviews/messages/subject';
import type { TraceStore } from '../traceStore';
import { tokenPasses } from './facts';

/**
 * What a token costs and how much of the RAM is used.
 * @param forecast the operations of a token as forecast; empty where a run is shown.
 */
export function summaryOf(
  store: Pick<TraceStore, 'times' | 'plan'>,
  forecast: readonly OperationTime[],
): Summary {
  const tokenMs = measuredMs(store) ?? forecastMs(forecast);
  const { regions, forecast: disc } = store.plan;
  const free = regions.reduce((sum, { kind, start, end }) => sum + (kind === 'free' ? end - start : 0), 0);
  return {
    ...(tokenMs !== undefined && { tokenMs }),
    tokenBytes: disc.sectorsPerPass * sectorBytes,
    takenBytes: ramBytes - free,
    totalBytes: ramBytes,
  };
}

/** The mean of the passes that forecasts are calibrated with, else the last token. */
function measuredMs({ times }: Pick<TraceStore, 'times'>): number | undefined {
  const passes = tokenPasses(times);
  if (passes.length === 0) return times.lastToken && totalMs(times.lastToken.split);
  return passes.reduce((sum, { split }) => sum + totalMs(split), 0) / passes.length;
}

function forecastMs(operations: readonly OperationTime[]): number | undefined {
  if (operations.length === 0) return undefined;
  return totalMs(operations.reduce((sum, { split }) => addTimes(sum, split), noTime));
}
