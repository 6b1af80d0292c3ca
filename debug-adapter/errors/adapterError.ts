import type { Action } from '../../targets/action';
import type { ErrorCode } from './errorCodes';

/** A request that cannot be carried out. The message is a sentence for the user. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** What the user can do about it. */
    readonly action?: Action,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
