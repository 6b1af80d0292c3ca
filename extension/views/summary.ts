import { sectorBytes } from '../../model/plan/units';
import { ramBytes } from '../../common/ram';
import type { OperationTime } from '../../model/trace/history';
import type { SessionRegionKind } from '../../model/trace/session';
import { addTimes, noTime, totalMs } from '../../model/trace/timeSplit';
import type { Summary } from '../../webviews/messages/subject';
import type { TraceStore } from '../traceStore';
import { meanTokenMs } from './facts';

/**
 * What a token costs and how much of the RAM is used.
 * @param forecast the operations of a token as forecast; empty where a run is shown.
 */
export function summaryOf(
  store: Pick<TraceStore, 'times' | 'plan'>,
  forecast: readonly OperationTime[],
): Summary {
  const tokenMs = measuredMs(store) ?? forecastMs(forecast);
  const { regions, forecast: disc, program } = store.plan;
  const bytesOf = (...kinds: readonly SessionRegionKind[]): number =>
    regions.reduce((sum, { kind, start, end }) => sum + (kinds.includes(kind) ? end - start : 0), 0);
  const unknownBytes = bytesOf('unknown', 'unreported');
  return {
    ...(tokenMs !== undefined && { tokenMs }),
    ...(program === undefined && { tokenBytes: disc.sectorsPerPass * sectorBytes }),
    takenBytes: ramBytes - bytesOf('free') - unknownBytes,
    ...(unknownBytes > 0 && { unknownBytes }),
    totalBytes: ramBytes,
  };
}

/** The mean of the passes that forecasts are calibrated with, else the last token. */
function measuredMs({ times }: Pick<TraceStore, 'times'>): number | undefined {
  return meanTokenMs({ times }) ?? (times.lastToken && totalMs(times.lastToken.split));
}

function forecastMs(operations: readonly OperationTime[]): number | undefined {
  if (operations.length === 0) return undefined;
  return totalMs(operations.reduce((sum, { split }) => addTimes(sum, split), noTime));
}
