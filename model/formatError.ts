/** What was wrong in a file, in parts that a view can show and in one sentence for people. */
export interface FormatFault {
  /** What to call the file: usually its name. */
  readonly label: string;
  /** The header field or part of the file at fault. */
  readonly field: string;
  /** Its first byte in the file, where there is one. */
  readonly offset?: number;
  /** What stands there. */
  readonly found: string;
  /** What should stand there. */
  readonly expected: string;
  /** What the reader of the message can do. */
  readonly advice: string;
}

/** A file that cannot be read as what it claims to be. The message is one sentence that needs no context. */
export class FormatError extends Error {
  override readonly name: string = 'FormatError';
  constructor(readonly fault: FormatFault) {
    const place = fault.offset === undefined ? '' : ` at offset ${fault.offset}`;
    super(
      `${fault.label}: ${fault.field}${place} is ${fault.found}, expected ${fault.expected}: ${fault.advice}.`,
    );
  }
}
