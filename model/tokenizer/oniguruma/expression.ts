import type { Work } from '../work';
import { compilePattern, type Compiled } from './compile';
import { Machine } from './machine';

/** A match: UTF-16 units from `start` to before `end`. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/** Finds the matches of a pattern in a text. */
export interface Expression {
  /** @throws WorkError when the work exceeds the limit. */
  matches(text: string, work: Work): Match[];
}

/**
 * A pattern of a tokenizer.json. The tokenizers library reads patterns with Oniguruma, whose dialect differs from
 * JavaScript's: `\w`, `\s` and `\d` are Unicode classes, `$` is the end of a line, `(?i)` knows that ß is ss. An own
 * matcher counts its steps, so that no pattern takes forever; test/model/tokenizer/oniguruma.test.ts compares it with
 * Oniguruma.
 */
export class OnigurumaExpression implements Expression {
  private readonly compiled: Compiled;

  /** @throws PatternError when the pattern is invalid or has parts that are not supported. */
  constructor(pattern: string) {
    this.compiled = compilePattern(pattern);
  }

  matches(text: string, work: Work): Match[] {
    const machine = new Machine(this.compiled, text, work);
    const found: Match[] = [];
    let searchStart = 0;
    let lastEnd = -1;
    for (let start = 0; start <= text.length;) {
      const end = machine.matchAt(start, searchStart);
      // An empty match right after another one does not count.
      const counts = end > start || (end === start && start !== lastEnd);
      if (counts) {
        found.push({ start, end });
        lastEnd = end;
        searchStart = end;
      }
      if (end > start) start = end;
      else {
        start += (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
        if (end === start) searchStart = start;
      }
    }
    return found;
  }
}

/** A text that is found as it is. */
export class LiteralExpression implements Expression {
  constructor(private readonly wanted: string) {}

  matches(text: string, work: Work): Match[] {
    const { wanted } = this;
    const found: Match[] = [];
    // The library reads the text as an escaped pattern: an empty one matches before every character and at the end.
    if (wanted === '') return new OnigurumaExpression('').matches(text, work);
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      found.push({ start: at, end: at + wanted.length });
    }
    work.spend(found.length);
    return found;
  }
}
