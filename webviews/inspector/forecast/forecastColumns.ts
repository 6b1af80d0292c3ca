import { sectorBytes } from '../../../model/plan/units';
import type { Column } from '../../common/table/column';
import { count } from '../../common/numbers';
import type { ForecastRows } from '../../messages/inspector';

type DiscRow = ForecastRows['disc'][number];

const numeric = (
  key: string,
  label: string,
  title: string,
  value: (row: DiscRow) => number,
  width = '4.6em',
): Column<DiscRow> => ({
  key,
  label,
  title,
  track: `minmax(${width}, 1fr)`,
  numeric: true,
  text: (row) => count(value(row)),
  order: value,
});

/** What the plan reads from disc, row by row. */
export const forecastColumns: readonly Column<DiscRow>[] = [
  { key: 'name', label: 'Matrix', track: 'minmax(9em, 2fr)', text: ({ name }) => name },
  {
    key: 'stays',
    label: 'Kept',
    title: 'Resident matrices are read once and stay in RAM; streamed ones are read for each pass',
    track: 'minmax(5em, 0.7fr)',
    text: ({ preloads, readsPerPass }) =>
      preloads > 0 ? 'resident' : readsPerPass > 0 ? 'streamed' : 'not read',
  },
  numeric('sectors', 'Sectors', 'Sectors of WEIGHTS.BIN', ({ sectors }) => sectors),
  numeric('bytes', 'Bytes', 'Bytes without padding', ({ bytes }) => bytes),
  numeric('padding', 'Padding', 'Padding up to whole sectors', ({ padding }) => padding),
  numeric('reads', 'Reads', 'Reads per token', ({ readsPerPass }) => readsPerPass),
  numeric(
    'token',
    'Bytes per token',
    'Bytes read per token',
    ({ sectorsPerPass }) => sectorsPerPass * sectorBytes,
    '7.6em',
  ),
];
