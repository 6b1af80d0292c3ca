import type { ComparedRow } from './compare';
import { metrics } from './quantities';

/** The limit of a metric. */
export interface BudgetRule {
  /** As written. */
  readonly text: string;
  /** A metric, or undefined for all of them. */
  readonly metric?: string;
  /** Names of matrices or operations, with `*` for any letters; absent: all. */
  readonly rows?: string;
  /** A value, or the allowed growth relative to the baseline. */
  readonly limit: { readonly value: number } | { readonly growth: number };
}

/** A row that exceeds its limit. */
export interface OverBudget {
  readonly row: ComparedRow;
  readonly rule: BudgetRule;
  readonly allowed: number;
}

/** An invalid budget. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}

/** Sums of times differ in the last digits if they are added in another order. */
const roundingShare = 1e-9;

/**
 * Parses a budget: rules on separate lines or separated by commas; `#` starts a comment. A rule is `METRIC <= LIMIT`,
 * for some rows `METRIC@ROWS <= LIMIT`; a limit is a number or `+N%` of the baseline; `+N%` alone applies to all
 * metrics.
 * @param label its name in messages
 * @throws BudgetError when it is invalid.
 */
export function parseBudget(text: string, label: string): BudgetRule[] {
  const rules = text.split('\n').flatMap((line, index) =>
    line
      .replace(/#.*/, '')
      .split(',')
      .map((rule) => rule.trim())
      .filter((rule) => rule !== '')
      .map((rule) => parseRule(rule, `${label}, line ${index + 1}`)),
  );
  if (rules.length === 0) throw new BudgetError(`${label} has no rules. Example: "ms-per-token <= 300".`);
  return rules;
}

function parseRule(text: string, place: string): BudgetRule {
  const match = /^(?:([a-z.-]+)(?:@(\S+))?\s*<=\s*)?(?:\+\s*(\d+(?:\.\d+)?)\s*%|(\d+(?:\.\d+)?))$/.exec(text);
  const [, metric, rows, growth, value] = match ?? [];
  if (match === null || (metric === undefined && growth === undefined)) {
    throw new BudgetError(
      `${place} is "${text}", expected METRIC <= NUMBER, METRIC@ROWS <= +N% or +N%. Example: "operation.ms@*.attn.q <= +5%".`,
    );
  }
  if (metric !== undefined && !Object.hasOwn(metrics, metric)) {
    throw new BudgetError(
      `Unknown metric "${metric}" in ${place}. Metrics: ${Object.keys(metrics).join(', ')}.`,
    );
  }
  const limit = growth === undefined ? { value: Number(value) } : { growth: Number(growth) / 100 };
  return { text, ...(metric !== undefined && { metric }), ...(rows !== undefined && { rows }), limit };
}

/**
 * The rows that exceed a rule, each with the first rule that it breaks.
 * @throws BudgetError when a rule matches no row, or needs a missing baseline.
 */
export function overBudget(
  rows: readonly ComparedRow[],
  rules: readonly BudgetRule[],
  hasBaseline: boolean,
): OverBudget[] {
  const over = new Map<ComparedRow, OverBudget>();
  for (const rule of rules) {
    if ('growth' in rule.limit && !hasBaseline) {
      throw new BudgetError(`Rule "${rule.text}" needs --baseline.`);
    }
    const concerned = rows.filter((row) => concerns(rule, row));
    if (concerned.length === 0) {
      throw new BudgetError(`Rule "${rule.text}" matches nothing in this run.`);
    }
    for (const row of concerned) {
      const allowed = allowedOf(rule, row);
      const current = row.current ?? 0;
      if (current <= allowed + Math.abs(allowed) * roundingShare || over.has(row)) continue;
      over.set(row, { row, rule, allowed });
    }
  }
  return [...over.values()];
}

function concerns({ metric, rows }: BudgetRule, row: ComparedRow): boolean {
  if (metric !== undefined && metric !== row.metric) return false;
  return rows === undefined || (row.row !== undefined && fits(rows, row.row));
}

/** For a growth rule, a row that is new in this run is a violation. */
const allowedOf = ({ limit }: BudgetRule, { baseline = 0 }: ComparedRow): number =>
  'value' in limit ? limit.value : baseline * (1 + limit.growth);

/** Whether a name matches a pattern with `*`. User input is never compiled to a regular expression. */
function fits(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}
