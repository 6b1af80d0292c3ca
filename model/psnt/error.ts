import { FormatError } from '../formatError';

/** A `.psnt` cannot be read, or a model cannot be stored as one. */
export class PsntError extends FormatError {
  override readonly name = 'PsntError';
}
