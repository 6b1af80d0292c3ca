import { discSpeeds, transferSeconds } from '../../model/inspect/discTime';
import type { Model } from '../../model/model';
import { defaultDiscLayout, layoutSentence, type DiscLayout } from '../../model/plan/discLayout';
import { PlanError } from '../../model/plan/error';
import { forecastDisc, forecastSentence, type DiscForecast } from '../../model/plan/forecast';
import type { Plan } from '../../model/plan/plan';
import { layoutFallback } from '../../model/plan/sharedReads';
import { storageOf, type StorageId } from '../../model/plan/storage';
import { formatBytes, sectorBytes } from '../../model/plan/units';
import { costOf } from '../../model/plan/whatIf';
import type { Forecast } from '../../webviews/messages/inspector';
import { originText } from '../../project/program/origins';
import type { Origin } from '../../project/program/resolve';
import { planOf, type PlanRequest } from '../../project/program/plan';

/** How a model is planned, and where its layout comes from. */
export interface ForecastRequest extends PlanRequest {
  readonly layoutFrom?: Origin;
  /** Which of several projects is used. */
  readonly tie?: string;
}

/** The forecast of a run from the plan, and its rows. */
export function forecastOf(model: Model, plan: Plan, request: ForecastRequest): Forecast {
  const { layout = defaultDiscLayout, layoutFrom = 'default', tie } = request;
  const disc = forecastDisc(plan);
  const bytesPerToken = disc.sectorsPerPass * sectorBytes;
  const spare = spareOf(model, disc, { ...request, layout });
  return {
    fits: true,
    sentence: `${forecastSentence(plan)}, about ${timesOf(plan, layout)}`,
    behind: {
      disc: disc.rows,
      ram: plan.regions.map(({ name, kind, start, end }) => ({ name, kind, start, end })),
      bytesPerToken,
      times: discSpeeds.map((speed) => ({ ...speed, time: transferSeconds(bytesPerToken, speed) })),
      layout: [layoutSentence(layout), layoutFallback(plan, layout) ?? []].flat().join('; '),
      layoutFrom: originText(layoutFrom),
      ...(tie !== undefined && { tie }),
      ...(spare !== undefined && { spare }),
    },
  };
}

/** What a token would read if matrices stayed in the RAM that is left; undefined when that saves nothing. */
function spareOf(
  model: Model,
  before: DiscForecast,
  request: PlanRequest & { readonly layout: DiscLayout },
): string | undefined {
  const { layout } = request;
  // With nothing to read there is nothing to save, and no second plan to make.
  const kept = before.sectorsPerPass === 0 ? undefined : filledPlan(model, request);
  if (kept === undefined) return undefined;
  const after = forecastDisc(kept);
  if (after.sectorsPerPass >= before.sectorsPerPass) return undefined;
  const isRead = new Set(
    after.rows.flatMap(({ name, sectorsPerPass }) => (sectorsPerPass > 0 ? [name] : [])),
  );
  const streamed = before.rows.filter(({ sectorsPerPass }) => sectorsPerPass > 0);
  const stay = streamed.filter(({ name }) => !isRead.has(name)).length;
  const [bytesBefore, bytesAfter] = [before, after].map(({ sectorsPerPass }) =>
    formatBytes(sectorsPerPass * sectorBytes),
  );
  const reads =
    after.sectorsPerPass === 0
      ? 'nothing would be read from disc per token'
      : `${bytesAfter} instead of ${bytesBefore} would be read per token`;
  const which =
    stay === streamed.length ? `All ${stay} matrices` : `${stay} of the ${streamed.length} matrices`;
  return `${which} that are streamed fit in the free RAM: ${reads}, and a token would take about ${tokenSeconds(kept, layout)}.`;
}

function timesOf(plan: Plan, layout: DiscLayout): string {
  const [dvd, cd] = [tokenSeconds(plan, layout, 'dvd'), tokenSeconds(plan, layout, 'cd')];
  return dvd === cd ? `${dvd} per token on a DVD or CD` : `${dvd} per token on a DVD, ${cd} on a CD`;
}

/** With seeks and computing, as What If in the tab Disc says before a run. */
function tokenSeconds(plan: Plan, layout: DiscLayout, disc: StorageId = 'dvd'): string {
  const { ms } = costOf(plan, { layout, storage: storageOf(disc), readAhead: 0 });
  return `${Number((ms / 1000).toPrecision(2))} s`;
}

function filledPlan(model: Model, request: PlanRequest & { readonly layout: DiscLayout }): Plan | undefined {
  try {
    return planOf(model, { ...request, layout: { ...request.layout, weights: 'resident' } });
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}
