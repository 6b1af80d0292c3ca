/** A `.ps2trace` cannot be read. The message is one sentence with the file's name and the offset. */
export class TraceFileError extends Error {
  override readonly name = 'TraceFileError';

  constructor(label: string, offset: number, found: string, expected: string, advice = 'record it again') {
    super(`${label}: at offset ${offset} is ${found}, expected ${expected}: ${advice}.`);
  }
}
