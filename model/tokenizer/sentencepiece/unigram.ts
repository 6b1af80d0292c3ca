import { utf8Length } from './normaliser';

/** The properties of a vocabulary for the search. */
export interface UnigramPieces {
  idOf(text: string): number | undefined;
  /** f32. */
  score(id: number): number;
  isUserDefined(id: number): boolean;
  /** UTF-16 units of the longest piece. */
  readonly longest: number;
  /** Largest score of a normal piece. */
  readonly best: number;
  /** Score of a character without a piece. */
  readonly unknownScore: number;
}

export interface FoundPiece {
  readonly text: string;
  /** undefined for an unknown character. */
  readonly id: number | undefined;
}

/**
 * The most probable sequence of pieces: the sum of scores is largest (Viterbi). Sums are f32 as in SentencePiece, so
 * that ties have the same result. A character without a piece may be a single unknown.
 */
export function bestPieces(text: string, pieces: UnigramPieces): FoundPiece[] {
  const scores = new Float32Array(text.length + 1);
  const starts = new Int32Array(text.length + 1).fill(-1);
  const ids = new Array<number | undefined>(text.length + 1);
  const offer = (start: number, end: number, score: number, id?: number): void => {
    if ((starts[end] ?? -1) < 0 || score > (scores[end] ?? 0)) {
      starts[end] = start;
      ids[end] = id;
      scores[end] = score;
    }
  };
  for (let start = 0; start < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(start) ?? 0).length;
    const here = scores[start] ?? 0;
    let single = false;
    const last = Math.min(text.length, start + pieces.longest);
    for (let end = start + 1; end <= last; end++) {
      const piece = text.slice(start, end);
      const id = pieces.idOf(piece);
      if (id === undefined) continue;
      // A user-defined piece gets a bonus with which it always wins.
      const score = pieces.isUserDefined(id) ? utf8Length(piece) * pieces.best - 0.1 : pieces.score(id);
      offer(start, end, score + here, id);
      single ||= end - start === character;
    }
    if (!single) offer(start, start + character, Math.fround(pieces.unknownScore + here));
    start += character;
  }
  const found: FoundPiece[] = [];
  for (let end = text.length; end > 0;) {
    const start = starts[end] ?? 0;
    found.push({ text: text.slice(start, end), id: ids[end] });
    end = start;
  }
  return found.reverse();
}
