import type { BudgetRule, OverBudget } from '../../model/trace/compare/budget';
import { changeOf, differs, type ComparedRow, type Comparison } from '../../model/trace/compare/compare';
import { withoutControls } from './plainText';
import { formatInteger, textTable } from '../../model/textTable';

/** Two runs side by side: the figures that differ, and how many are equal. */
export function comparisonReport(
  baseline: string,
  current: string,
  { rows, differences }: Comparison,
): string {
  const changed = rows.filter(differs);
  return withoutControls(
    [
      `${current} against ${baseline}: ${formatInteger(changed.length)} of ${formatInteger(rows.length)} figures differ.`,
      ...differences,
      ...(changed.length === 0 ? [] : ['', comparedTable(changed)]),
      '',
    ].join('\n'),
  );
}

/** The rows that exceed their budget, with the rules that limit them. */
export function overBudgetReport(over: readonly OverBudget[], rules: readonly BudgetRule[]): string {
  if (over.length === 0) return `Within budget: ${rules.map(({ text }) => text).join(', ')}.\n`;
  const cells = over.map(({ row, rule, allowed }) => [...rowCells(row), formatValue(allowed), rule.text]);
  const table = textTable([[...rowHead, 'allowed', 'rule'], ...cells], [2, 3, 4, 5]);
  return withoutControls(`Over budget\n${table}\n`);
}

const rowHead = ['figure', 'of', 'baseline', 'this run', 'change'];

function comparedTable(rows: readonly ComparedRow[]): string {
  return textTable([rowHead, ...rows.map(rowCells)], [2, 3, 4]);
}

function rowCells(row: ComparedRow): string[] {
  const change = changeOf(row);
  return [
    row.metric,
    row.row ?? '',
    row.baseline === undefined ? '–' : formatValue(row.baseline),
    row.current === undefined ? '–' : formatValue(row.current),
    change === undefined ? '' : `${change < 0 ? '−' : '+'}${(Math.abs(change) * 100).toFixed(1)} %`,
  ];
}

/** Whole numbers unchanged, others with three decimal places. */
const formatValue = (value: number): string =>
  Number.isInteger(value)
    ? formatInteger(value)
    : value.toLocaleString('en-US', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
