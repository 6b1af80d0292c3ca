import { discSpeeds, transferSeconds } from '../../model/inspect/discTime';
import type { Model } from '../../model/model';
import { compilePlan } from '../../model/plan/compile';
import {
  defaultDiscLayout,
  isSameLayout,
  layoutMeanings,
  layoutSentence,
  planOptionsOf,
  type DiscLayout,
} from '../../model/plan/discLayout';
import { PlanError } from '../../model/plan/error';
import { forecastDisc, forecastSentence } from '../../model/plan/forecast';
import type { Plan } from '../../model/plan/plan';
import { storageOf, type StorageId } from '../../model/plan/storage';
import { formatBytes, sectorBytes } from '../../model/plan/units';
import { costOf } from '../../model/plan/whatIf';
import type { Forecast } from '../../webviews/messages';

const bytesPerTokenOf = (plan: Plan): number => forecastDisc(plan).sectorsPerPass * sectorBytes;

/** What the plan of a layout says about a run of the model, and the rows behind it. */
export function forecastOf(model: Model, plan: Plan, layout: DiscLayout): Forecast {
  const bytesPerToken = bytesPerTokenOf(plan);
  const spare = spareOf(model, plan, layout);
  return {
    fits: true,
    sentence: `${forecastSentence(plan)}, about ${timesOf(plan, layout)}`,
    behind: {
      disc: forecastDisc(plan).rows,
      ram: plan.regions.map(({ name, kind, start, end }) => ({ name, kind, start, end })),
      bytesPerToken,
      times: discSpeeds.map((speed) => ({ ...speed, time: transferSeconds(bytesPerToken, speed) })),
      layout: isSameLayout(layout, defaultDiscLayout)
        ? layoutMeanings.resident[layout.resident]
        : layoutSentence(layout),
      ...(spare !== undefined && { spare }),
    },
  };
}

/** What a token would read if matrices stayed in the RAM that is left; undefined when that saves nothing. */
function spareOf(model: Model, plan: Plan, layout: DiscLayout): string | undefined {
  const kept = filledPlan(model, layout);
  if (kept === undefined) return undefined;
  const [before, after] = [bytesPerTokenOf(plan), bytesPerTokenOf(kept)];
  if (after >= before) return undefined;
  const streamed = forecastDisc(plan).rows.filter(({ sectorsPerPass }) => sectorsPerPass > 0);
  const isRead = new Set(
    forecastDisc(kept).rows.flatMap(({ name, sectorsPerPass }) => (sectorsPerPass > 0 ? [name] : [])),
  );
  const stay = streamed.filter(({ name }) => !isRead.has(name)).length;
  const reads =
    after === 0
      ? 'a token would read nothing from disc'
      : `a token would read ${formatBytes(after)} instead of ${formatBytes(before)}`;
  const which =
    stay === streamed.length ? `All ${stay} matrices` : `${stay} of the ${streamed.length} matrices`;
  return `${which} that are streamed could stay in the RAM that is left over: ${reads}, and take about ${tokenSeconds(kept, layout)}.`;
}

function timesOf(plan: Plan, layout: DiscLayout): string {
  const [dvd, cd] = [tokenSeconds(plan, layout, 'dvd'), tokenSeconds(plan, layout, 'cd')];
  return dvd === cd ? `${dvd} a token on a DVD or CD` : `${dvd} a token on a DVD, ${cd} on a CD`;
}

/** With seeks and computing, as What If in Disc Reads says before a run. */
function tokenSeconds(plan: Plan, layout: DiscLayout, disc: StorageId = 'dvd'): string {
  const { ms } = costOf(plan, { layout, storage: storageOf(disc), readAhead: 0 });
  return `${Number((ms / 1000).toPrecision(2))} s`;
}

function filledPlan(model: Model, layout: DiscLayout): Plan | undefined {
  try {
    return compilePlan(model, planOptionsOf({ ...layout, resident: 'fill' }));
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}
