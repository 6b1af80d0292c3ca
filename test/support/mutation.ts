import { randomNumbers } from './randomNumbers';

/** A random whole number from 0 to `below - 1`. */
export type Random = (below: number) => number;

const awkward = [0, 1, 2, 3, 7, 8, 255, 256, 1024, 65_535, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Numbers for one case of many, independent of the other cases. */
export function randomOfCase(seed: number, index: number): Random {
  const next = randomNumbers((Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) | 1);
  for (let i = 0; i < 8; i++) next(2);
  return next;
}

/**
 * The file with one to four things changed, mostly where its numbers are, or cut off, or longer.
 * @param header bytes at the start in which most changes are made.
 */
export function mutated(file: Uint8Array, header: number, next: Random): Uint8Array {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  for (let left = 1 + next(4); left > 0; left--) {
    const at = next(next(4) === 0 ? copy.length : Math.min(header, copy.length));
    switch (next(4)) {
      case 0:
        copy[at] = next(256);
        break;
      case 1:
        copy[at] = (copy[at] ?? 0) ^ (1 << next(8));
        break;
      default:
        if (at + 4 <= copy.length) view.setUint32(at - (at % 4), awkward[next(awkward.length)] ?? 0, true);
    }
  }
  const cut = next(16);
  if (cut === 0) return copy.subarray(0, next(copy.length));
  return cut === 1 ? Uint8Array.from([...copy, ...copy.subarray(0, next(99))]) : copy;
}

/** What texts are tried with in the place of a value. */
const awkwardTexts = [
  'null',
  'true',
  '-1',
  '0',
  '1.5',
  '1e999',
  '9007199254740993',
  '""',
  '"__proto__"',
  '"constructor"',
  '"\\ud800"',
  '"\\u0000"',
  '[]',
  '{}',
  '[[[[]]]]',
  '{"__proto__":{"type":"BPE"}}',
  '"' + 'a'.repeat(5000) + '"',
  '['.repeat(5000),
  '[' + '0,'.repeat(3000) + '0]',
];

/** The text with one to three values, words or characters exchanged, doubled or left out. */
export function mutatedText(text: string, next: Random): string {
  let result = text;
  for (let left = 1 + next(3); left > 0; left--) {
    const pieces = [...result.matchAll(/"(?:[^"\\\n]|\\.)*"|-?\d[\d.e+-]*|\w+|[^\s\w]/g)];
    const piece = pieces[next(Math.max(1, pieces.length))];
    if (piece === undefined) return result;
    const [start, end] = [piece.index, piece.index + piece[0].length];
    const other = pieces[next(pieces.length)]?.[0] ?? '';
    const put = [
      () => awkwardTexts[next(awkwardTexts.length)] ?? '',
      () => other,
      () => piece[0] + other,
      () => '',
      () => String.fromCharCode(next(0x10000)),
    ][next(5)];
    result = result.slice(0, start) + (put?.() ?? '') + result.slice(end);
  }
  return next(20) === 0 ? result.slice(0, next(result.length + 1)) : result;
}
