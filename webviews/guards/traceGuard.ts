import { everyOperationKind } from '../../model/plan/format/codes';
import type { ComparedRow } from '../../model/trace/compare/compare';
import type { DiscReadRow } from '../../model/trace/discRows';
import type { DriveConstantFact, DriveFacts } from '../../model/trace/driveFacts';
import type {
  OpenedTrace,
  TraceComparison,
  TraceContent,
  TraceFact,
  TraceOperation,
} from '../messages/trace';
import { arrayOf, keyOf, objectOf, optional } from './combinators';
import { isBoolean, isNumber, isText } from '../../common/guards';
import { isPieceSums } from './piecesGuard';
import { isRamRegion } from './ramGuard';
import { isRunTimes } from './timesGuard';

const isDiscRow = objectOf<DiscReadRow>({
  name: isText,
  layer: optional(isNumber),
  sectorsOnDisc: isNumber,
  reads: isNumber,
  sectors: isNumber,
  bytes: isNumber,
  lba: optional(isNumber),
  seeks: optional(isNumber),
  ms: optional(isNumber),
  pieces: optional(isPieceSums),
});

const isOperation = objectOf<TraceOperation>({
  index: isNumber,
  id: isText,
  kind: keyOf(everyOperationKind),
  layer: optional(isNumber),
  line: isNumber,
  runs: isNumber,
  ms: optional(isNumber),
  discMs: optional(isNumber),
});

const isDrive = objectOf<DriveFacts>({
  medium: isText,
  source: isText,
  constants: arrayOf(
    objectOf<DriveConstantFact>({
      name: isText,
      unit: isText,
      assumed: isNumber,
      fitted: optional(isNumber),
    }),
  ),
  sentence: isText,
});

const isComparedRow = objectOf<ComparedRow>({
  metric: isText,
  row: optional(isText),
  unit: keyOf({ ms: true, bytes: true, sectors: true, reads: true, seeks: true, events: true }),
  baseline: optional(isNumber),
  current: optional(isNumber),
});

const isComparison = objectOf<TraceComparison>({
  baseline: isText,
  differences: arrayOf(isText),
  rows: arrayOf(isComparedRow),
});

const isTrace = objectOf<OpenedTrace>({
  name: isText,
  facts: arrayOf(objectOf<TraceFact>({ name: isText, value: isText })),
  notes: arrayOf(isText),
  isProgram: optional(isBoolean),
  disc: arrayOf(isDiscRow),
  operations: arrayOf(isOperation),
  times: isRunTimes,
  regions: arrayOf(isRamRegion),
  totalBytes: isNumber,
  drive: optional(isDrive),
  comparison: optional(isComparison),
});

export const isTraceContent = objectOf<TraceContent>({
  fileName: isText,
  problem: optional(isText),
  trace: optional(isTrace),
});
