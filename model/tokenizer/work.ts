/** The work of one call exceeds the limit; the message is a sentence. */
export class WorkError extends Error {
  override readonly name = 'WorkError';
}

/** The value, or the sentence of a WorkError. */
export function withinLimits<T>(compute: () => T): T | WorkError {
  try {
    return compute();
  } catch (error) {
    if (error instanceof WorkError) return error;
    throw error;
  }
}

/** Steps and characters that every text may take; much more than patterns of published tokenizers need. */
const baseSteps = 2_000_000;
const stepsPerCharacter = 1_000;
/** About two seconds. */
const mostSteps = 100_000_000;
const baseCharacters = 1_000_000;
const growth = 64;

/**
 * The limit of work for one text. Patterns and normalizers come from files that nobody has checked: some need a time
 * that doubles with every letter, or produce a text that fills the memory.
 */
export class Work {
  private steps: number;
  private readonly mostCharacters: number;

  /** @param length characters of the text. */
  constructor(length: number, base = baseSteps) {
    this.steps = Math.min(mostSteps, base + length * stepsPerCharacter);
    this.mostCharacters = baseCharacters + length * growth;
  }

  /** @throws WorkError when the steps exceed the limit. */
  spend(steps: number): void {
    this.steps -= steps;
    if (this.steps < 0) {
      throw new WorkError(
        "A pattern of the tokenizer takes too many steps for this text. Use a shorter text, or correct the pattern in the tokenizer's file.",
      );
    }
  }

  /** @throws WorkError when a text of so many characters exceeds the limit. */
  produce(characters: number): void {
    if (characters <= this.mostCharacters) return;
    throw new WorkError(
      `The normalizers of the tokenizer turn this text into more than ${this.mostCharacters.toLocaleString('en-US')} characters. Use a shorter text, or correct the normalizers in the tokenizer's file.`,
    );
  }
}
