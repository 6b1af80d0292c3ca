/** The part of a tokenizer.json that a small BPE training makes: tokens by id, and merges in order. */
export interface TrainedVocabulary {
  readonly vocab: Record<string, number>;
  readonly merges: [string, string][];
}

/** Byte pair training in the plainest way: the commonest pair of neighbours becomes a token, `count` times. */
export function trainBytePairs(
  words: readonly string[],
  first: readonly string[],
  count: number,
): TrainedVocabulary {
  const vocab: Record<string, number> = {};
  const add = (token: string): void => {
    vocab[token] ??= Object.keys(vocab).length;
  };
  first.forEach(add);
  let cut = words.map((word) => Array.from(word));
  for (const token of new Set(cut.flat())) add(token);
  const merges: [string, string][] = [];
  for (let round = 0; round < count; round++) {
    const seen = new Map<string, { pair: [string, string]; times: number }>();
    for (const word of cut) {
      for (let i = 0; i + 1 < word.length; i++) {
        const pair: [string, string] = [word[i] ?? '', word[i + 1] ?? ''];
        const known = seen.get(pair.join('\0')) ?? { pair, times: 0 };
        known.times++;
        seen.set(pair.join('\0'), known);
      }
    }
    const best = [...seen.values()].reduce<{ pair: [string, string]; times: number } | undefined>(
      (top, each) => (top === undefined || each.times > top.times ? each : top),
      undefined,
    );
    if (best === undefined) break;
    const [left, right] = best.pair;
    merges.push(best.pair);
    add(left + right);
    cut = cut.map((word) => {
      const result: string[] = [];
      for (let i = 0; i < word.length; i++) {
        if (word[i] === left && word[i + 1] === right) {
          result.push(left + right);
          i++;
        } else result.push(word[i] ?? '');
      }
      return result;
    });
  }
  return { vocab, merges };
}
