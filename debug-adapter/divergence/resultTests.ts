import { rowValues } from './operandRows';
import { arithmeticOf, isMost, isSame, wordsOf, type Culprit, type Verdict } from './culprit';

/** What the result itself tells: parts that were not written, exchanged or moved, or scaled as a whole. */
export function resultVerdict(culprit: Culprit): Verdict | undefined {
  return unwritten(culprit) ?? moved(culprit);
}

/** The result holds what was there before, from some element on. */
function unwritten({ operation, plan, before, found, expected, rows }: Culprit): Verdict | undefined {
  const differing = rows.map((_, index) => index).filter((index) => !same(found[index], expected[index]));
  let [wrong, all] = [0, 0];
  for (const index of differing) {
    const [old, now, right] = [before, found, expected].map((list) =>
      wordsOf(list[index] ?? new Uint8Array()),
    );
    if (!old || !now || !right) return undefined;
    for (const [at, value] of right.entries()) {
      if (now[at] === value) continue;
      if (now[at] !== old[at]) return undefined;
      wrong++;
    }
    all += right.length;
  }
  const { buffer } = operation.output;
  const kept = buffer === undefined ? undefined : plan.buffers[buffer];
  if (kept?.kind === 'kv' && wrong > all / 2)
    return {
      kind: 'kv',
      words: `${operation.id} did not write to ${kept.name}, which still holds what was there before.`,
    };
  const count = wrong === all ? 'all' : String(wrong);
  return {
    kind: 'truncated',
    words: `${count} of the ${all} values of ${operation.id} were not written: they are what was there before.`,
  };
}

/** Every wrong element is the right one of another place. */
function moved({ operation, plan, found, expected }: Culprit): Verdict | undefined {
  const moves: { readonly to: number; readonly from: number }[] = [];
  let wrong = 0;
  for (const [index, bytes] of expected.entries()) {
    const [now, right] = [wordsOf(found[index] ?? new Uint8Array()), wordsOf(bytes)];
    const places = new Map<number, number>();
    right.forEach((value, at) => places.set(value, at));
    for (const [at, value] of now.entries()) {
      if (value === right[at]) continue;
      wrong++;
      const from = value === 0 ? undefined : places.get(value);
      if (from !== undefined) moves.push({ to: at, from });
    }
  }
  if (moves.length < 2 || !isMost(moves.length, wrong)) return otherPosition({ operation, found, expected });
  const back = new Map(moves.map(({ to, from }) => [to, from]));
  const isExchange = moves.every(({ to, from }) => back.get(from) === to);
  const [first] = moves;
  const distance = Math.abs((first?.from ?? 0) - (first?.to ?? 0));
  const isBlock = moves.every(({ to, from }) => Math.abs(from - to) === distance);
  const { headDim } = plan.config;
  if (isExchange && isBlock && distance > 1)
    return {
      kind: 'swap',
      words: `Two parts of the result of ${operation.id} are exchanged, ${distance} elements apart${distance % headDim === 0 ? ` (a head has ${headDim})` : ''}.`,
    };
  return {
    kind: 'rows',
    words: `${moves.length} values of ${operation.id} are those of other rows: element ${first?.to ?? 0} is that of row ${first?.from ?? 0}.`,
  };
}

/** A whole row is that of another position of the pass. */
function otherPosition({
  operation,
  found,
  expected,
}: Pick<Culprit, 'operation' | 'found' | 'expected'>): Verdict | undefined {
  for (const [index, row] of found.entries()) {
    if (same(row, expected[index])) continue;
    const other = expected.findIndex((candidate) => isSame(candidate, row));
    if (other < 0) return undefined;
    return {
      kind: 'position',
      words: `Row ${index} of ${operation.id} is that of row ${other} of the pass.`,
    };
  }
  return undefined;
}

/** All values are the right ones times the same factor. */
export function scaledVerdict(culprit: Culprit): Verdict | undefined {
  const { operation, plan, found, expected, judge } = culprit;
  const ratios: number[] = [];
  for (const [index, bytes] of expected.entries()) {
    if (same(found[index], bytes)) continue;
    const values = (row: Uint8Array): Float64Array =>
      rowValues(plan, operation.output, row, arithmeticOf(judge));
    const [now, right] = [values(found[index] ?? new Uint8Array()), values(bytes)];
    right.forEach((value, at) => {
      if (Math.abs(value) > 1e-20 && !Object.is(now[at], value)) ratios.push((now[at] ?? NaN) / value);
    });
  }
  const [first] = ratios;
  if (first === undefined || ratios.length < 4) return undefined;
  const isConstant = ratios.every((ratio) => Math.abs(ratio / first - 1) < 1e-4);
  if (!isConstant) return undefined;
  return {
    kind: 'scale',
    words: `All ${ratios.length} wrong values of ${operation.id} are ${first.toPrecision(6)} times the right ones.`,
  };
}

const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && isSame(a, b);
