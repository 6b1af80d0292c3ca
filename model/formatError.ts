/** What is wrong in a file, as parts for a view and as one sentence. */
export interface FormatFault {
  /** The file's name in messages. */
  readonly label: string;
  /** The faulty header field or part of the file. */
  readonly field: string;
  /** Its offset in the file, if it has one. */
  readonly offset?: number;
  /** What was found. */
  readonly found: string;
  /** What was expected. */
  readonly expected: string;
  /** What the user can do. */
  readonly advice: string;
}

/** A file does not have its expected format. The message is one sentence that needs no context. */
export class FormatError extends Error {
  override readonly name: string = 'FormatError';
  constructor(readonly fault: FormatFault) {
    const place = fault.offset === undefined ? '' : ` at offset ${fault.offset}`;
    super(
      `${fault.label}: ${fault.field}${place} is ${fault.found}, expected ${fault.expected}: ${fault.advice}.`,
    );
  }
}
