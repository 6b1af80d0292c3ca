import type { FlaggedRows } from '../../../model/inspect/rowFlags';
import type { ScaleProfile } from '../../../model/inspect/scales';
import type { TensorStatistics } from '../../../model/inspect/statistics';
import { element } from '../../common/dom';
import { count, counted, percent } from '../../common/numbers';
import { plainTable } from '../../common/plainTable';
import { weight } from './weightText';

/** Figures of a matrix, and its suspicious rows and scales as text. */
export function statisticsTable(
  statistics: TensorStatistics,
  profile: ScaleProfile | undefined,
): HTMLElement[] {
  const { values, saturated } = statistics;
  const share = (part: number): string => `${count(part)} (${percent(values === 0 ? 0 : part / values)})`;
  const table = plainTable(
    'Statistics',
    ['Figure', 'Value'],
    [
      [
        'read',
        `${count(values)} values in ${counted(statistics.rows, 'row')}, ${statistics.exact ? 'all' : 'a sample'}`,
      ],
      ['minimum', weight(statistics.min)],
      ['maximum', weight(statistics.max)],
      ['mean', weight(statistics.mean)],
      ['standard deviation', weight(statistics.deviation)],
      ['RMS', weight(statistics.rms)],
      ['zeros', share(statistics.zeros)],
      ['NaN', share(statistics.nan)],
      ['infinite', share(statistics.infinite)],
      ...(saturated === undefined ? [] : [['at the largest integer', share(saturated)]]),
      ...(profile === undefined ? [] : [['scales', `${count(profile.count)}, one per ${profile.per}`]]),
    ],
  );
  return [flagList(statistics, profile), table];
}

function flagList(
  { nanRows, zeroRows, saturatedRows }: TensorStatistics,
  profile: ScaleProfile | undefined,
): HTMLElement {
  const flags = [
    flag('error', ['holds', 'hold'], 'NaN', nanRows),
    flag('warning', ['holds', 'hold'], 'only zeros', zeroRows),
    flag('warning', ['is', 'are'], 'saturated: many values at the largest integer', saturatedRows),
    ...(profile !== undefined && profile.nan > 0
      ? [{ severity: 'error', text: `${counted(profile.nan, 'scale is', 'scales are')} not finite` }]
      : []),
  ].filter((item) => item !== undefined);
  if (flags.length === 0)
    return element('p', { class: 'flags', text: 'No NaN, no row of zeros, no saturated row.' });
  return element(
    'ul',
    { class: 'flags', attributes: { 'aria-label': 'Findings' } },
    ...flags.map(({ severity, text }) =>
      element('li', {
        class: `remark ${severity}`,
        text: `${severity === 'error' ? 'Error' : 'Warning'}: ${text}`,
      }),
    ),
  );
}

function flag(
  severity: string,
  verb: readonly [one: string, many: string],
  what: string,
  { count: many, first }: FlaggedRows,
): { severity: string; text: string } | undefined {
  if (many === 0) return undefined;
  const names = first.map(count).join(', ') + (many > first.length ? ' …' : '');
  return { severity, text: `${counted(many, 'row')} ${verb[many === 1 ? 0 : 1]} ${what} (${names})` };
}
