import { discSpeeds, transferSeconds } from '../../model/inspect/discTime';
import { forecastDisc, forecastSentence } from '../../model/plan/forecast';
import type { Plan } from '../../model/plan/plan';
import { sectorBytes } from '../../model/plan/units';
import type { Forecast } from '../../webviews/messages';

/** What the plan says about a run of the model, and the rows behind it. */
export function forecastOf(plan: Plan): Forecast {
  const { rows, sectorsPerPass } = forecastDisc(plan);
  const bytesPerToken = sectorsPerPass * sectorBytes;
  const [cd] = discSpeeds;
  return {
    fits: true,
    sentence: `${forecastSentence(plan)}, ${transferSeconds(bytesPerToken, cd)} at CD speed`,
    behind: {
      disc: rows,
      ram: plan.regions.map(({ name, kind, start, end }) => ({ name, kind, start, end })),
      bytesPerToken,
      times: discSpeeds.map((speed) => ({ ...speed, time: transferSeconds(bytesPerToken, speed) })),
    },
  };
}
