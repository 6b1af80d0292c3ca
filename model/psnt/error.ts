import { FormatError } from '../formatError';

/** A `.psnt` that cannot be read, or a model that none can hold. */
export class PsntError extends FormatError {
  override readonly name = 'PsntError';
}
