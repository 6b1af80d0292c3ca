/**
 * Requests of the server to a client that reads files for it. The parameters have `uri`; a read has `offset` and
 * `length` in bytes too and answers in base64.
 */
export const fileRequests = {
  status: 'ps2ml/file/status',
  list: 'ps2ml/file/list',
  read: 'ps2ml/file/read',
} as const;

/** The value, or a sentence with the reason for the failure. */
export type FileAnswer<T> = { readonly value: T } | { readonly error: string };

/** What a client that answers these requests sets in its `initializationOptions`. */
export interface InitializationOptions {
  readonly readsFiles?: boolean;
  /** It checks `ps2ml.json` against the JSON schema itself. */
  readonly jsonSchema?: boolean;
  /** It has the command that converts the model of a project. */
  readonly converts?: boolean;
}
