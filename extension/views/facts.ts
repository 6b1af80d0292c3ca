import type { DiscType } from '../../disc/sector';
import { defaultDiscLayout } from '../../model/plan/discLayout';
import { storageOf } from '../../model/plan/storage';
import type { Calibration } from '../../model/plan/whatIf';
import { DriveCalibrator } from '../../model/trace/calibration';
import type { PassTime } from '../../model/trace/passTimes';
import type { SessionPlan } from '../../model/trace/session';
import { planShapeOf } from '../../model/trace/planShape';
import { totalMs } from '../../model/trace/timeSplit';
import type { ForecastFacts } from '../../webviews/messages/figures';
import type { TraceStore } from '../traceStore';

/** Passes that the times of a token are the mean of. */
const meanOf = 16;

/** What the forecasts of the views are made of. */
export function forecastFacts(store: TraceStore): ForecastFacts {
  const calibration = calibrationOf(store);
  const { layoutFrom } = store.plan;
  return {
    shape: planShapeOf(store.plan),
    layout: store.plan.layout ?? defaultDiscLayout,
    ...(layoutFrom !== undefined && { layoutFrom }),
    disc: discOf(store.plan),
    ...(calibration !== undefined && { calibration }),
  };
}

/** The last passes over one position, without the first pass, which verifies everything that it reads. */
const tokenPasses = ({ passes }: TraceStore['times']): readonly PassTime[] =>
  passes.filter(({ pass, count, token }) => pass > 0 && count === 1 && token !== undefined).slice(-meanOf);

/** Milliseconds per token over these passes; undefined when none was measured. */
export function meanTokenMs({ times }: Pick<TraceStore, 'times'>): number | undefined {
  const passes = tokenPasses(times);
  if (passes.length === 0) return undefined;
  return passes.reduce((sum, { split }) => sum + totalMs(split), 0) / passes.length;
}

function calibrationOf(store: TraceStore): Calibration | undefined {
  const passes = tokenPasses(store.times);
  if (passes.length === 0) return undefined;
  const mean = (part: 'matmul' | 'attention' | 'rest'): number =>
    passes.reduce((sum, { split }) => sum + split[part], 0) / passes.length;
  const weightsSector = weightsSectorOf(store);
  const drive = driveOf(store);
  return {
    passes: passes.length,
    compute: { matmul: mean('matmul'), attention: mean('attention'), rest: mean('rest') },
    ...(weightsSector !== undefined && { weightsSector }),
    ...(drive !== undefined && { drive }),
  };
}

/** Where WEIGHTS.BIN lay behind the other files. */
function weightsSectorOf({ plan, reads }: TraceStore): number | undefined {
  if (plan.layout?.placement === 'outer') return undefined;
  const index = reads.findIndex(({ lba }) => lba !== undefined);
  const [lba, sector] = [reads[index]?.lba, plan.reads[index]?.sector];
  return lba === undefined || sector === undefined ? undefined : lba - sector;
}

/** The disc of a run by default. */
const discOf = ({ drive }: SessionPlan): DiscType => drive?.disc ?? 'dvd';

function driveOf({ plan, history }: TraceStore): Calibration['drive'] {
  const calibrator = new DriveCalibrator();
  for (const pass of history.kept.filter((pass) => pass > 0).slice(-meanOf)) {
    calibrator.add(history.readsOf(pass).map((read) => ({ type: 'read', pass, ...read })));
  }
  const disc = discOf(plan);
  const found = calibrator.result(plan.drive?.timing ?? storageOf(disc).timing);
  return found && { ...found, disc };
}
