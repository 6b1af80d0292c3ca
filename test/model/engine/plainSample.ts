import { patternOf, type Floats } from './floats';
import type { ArithmeticVersion } from '../../../model/plan/arithmeticVersion';
import { exp, laneSum } from './plainForward';

export interface PlainSettings {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly repetitionPenalty: number;
  readonly noRepeatNgram: number;
}

interface Candidate {
  readonly id: number;
  readonly value: number;
}

/** docs/arithmetic.md, "Sample", on patterns and lists; the id and the generator's state afterwards. */
export function plainSample(
  floats: Floats,
  logits: readonly number[],
  history: readonly number[],
  settings: PlainSettings,
  state: number,
  version: ArithmeticVersion = 1,
): { id: number; generator: number } {
  const { add, mul, div, sub, less, fromInt } = floats;
  const { topK, noRepeatNgram: n } = settings;
  const penalty = patternOf(settings.repetitionPenalty);
  let candidates: Candidate[] = logits.map((logit, id) => {
    if (settings.repetitionPenalty === 1 || !history.includes(id)) return { id, value: logit };
    return { id, value: less(0, logit) ? div(logit, penalty) : mul(logit, penalty) };
  });
  const grams =
    n > 0 ? history.map((_, i) => history.slice(i, i + n)).filter((gram) => gram.length === n) : [];
  const recent = n > 1 ? history.slice(-(n - 1)) : [];
  const completing = grams.filter(
    (gram) => recent.length === n - 1 && gram.slice(0, -1).join() === recent.join(),
  );
  const forbidden = completing.map((gram) => gram.at(-1));
  candidates = candidates.map((candidate) =>
    forbidden.includes(candidate.id) ? { ...candidate, value: 0xff7fffff } : candidate,
  );
  const better = (a: Candidate, b: Candidate): boolean => less(b.value, a.value);
  if (settings.temperature === 0) {
    return { id: candidates.reduce((best, item) => (better(item, best) ? item : best)).id, generator: state };
  }
  const temperature = patternOf(settings.temperature);
  if (version === 2) return selected(floats, candidates, better, settings, state);
  let kept = candidates
    .map(({ id, value }) => ({ id, value: div(value, temperature) }))
    .sort((a, b) => (better(a, b) ? -1 : better(b, a) ? 1 : a.id - b.id));
  if (topK > 0) kept = kept.slice(0, topK);
  const m = kept[0]?.value ?? 0;
  const e = kept.map(({ value }) => exp(floats, sub(value, m)));
  const sum = e.reduce((a, b) => add(a, b), 0);
  let probabilities = e.map((value) => div(value, sum));
  const { topP } = settings;
  let total = 0;
  for (const [i, probability] of probabilities.entries()) {
    total = add(total, probability);
    if (topP > 0 && topP < 1 && !less(total, patternOf(topP))) {
      probabilities = probabilities.slice(0, i + 1);
      break;
    }
  }
  const generator = xorshift(state);
  const target = mul(mul(fromInt(generator >>> 8), patternOf(2 ** -24)), total);
  let c = 0;
  const chosen = probabilities.findIndex((probability) => less(target, (c = add(c, probability))));
  return { id: kept[chosen < 0 ? probabilities.length - 1 : chosen]?.id ?? -1, generator };
}

/** "Sample in version 2", by sorting everything. */
function selected(
  floats: Floats,
  candidates: readonly Candidate[],
  better: (a: Candidate, b: Candidate) => boolean,
  { temperature, topK, topP }: PlainSettings,
  state: number,
): { id: number; generator: number } {
  const { add, mul, div, sub, less, fromInt } = floats;
  const ordered = candidates.toSorted((a, b) => (better(a, b) ? -1 : better(b, a) ? 1 : a.id - b.id));
  const isLimited = topK > 0 && topK < candidates.length;
  const m = ordered[0]?.value ?? 0;
  const weightOf = ({ value }: Candidate): number => exp(floats, div(sub(value, m), patternOf(temperature)));
  const list = isLimited ? ordered.slice(0, topK) : candidates;
  const r = div(patternOf(1), laneSum(floats, list.map(weightOf)));
  let kept = (isLimited ? list : ordered).map((one) => ({ id: one.id, p: mul(weightOf(one), r) }));
  let total = patternOf(1);
  if (topP > 0 && topP < 1) {
    total = 0;
    const end = kept.findIndex(({ p }) => !less((total = add(total, p)), patternOf(topP)));
    if (end >= 0) kept = kept.slice(0, end + 1);
  }
  const generator = xorshift(state);
  const target = mul(mul(fromInt(generator >>> 8), patternOf(2 ** -24)), total);
  let c = 0;
  const chosen = kept.find(({ p }) => less(target, (c = add(c, p)))) ?? kept.at(-1);
  return { id: chosen?.id ?? -1, generator };
}

function xorshift(state: number): number {
  let x = BigInt(state);
  x ^= (x << 13n) & 0xffffffffn;
  x ^= x >> 17n;
  x ^= (x << 5n) & 0xffffffffn;
  return Number(x);
}
