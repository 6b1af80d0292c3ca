import { AdapterError } from './adapterError';
import { errorCodes, type ErrorCode } from './errorCodes';

/** Codes of the errors that other rooms throw, by the names of their classes. */
const codesByName: Readonly<Partial<Record<string, ErrorCode>>> = {
  LaunchArgumentsError: 'launchConfiguration',
  ProjectError: 'launchConfiguration',
  FormatError: 'file',
  PsntError: 'file',
  ElfError: 'file',
  PlanError: 'plan',
  WaitError: 'timeout',
  MailboxError: 'target',
  PineError: 'target',
  PineLinkError: 'target',
  Ps2LinkError: 'target',
  EngineError: 'target',
  ExpressionError: 'expression',
  // What the language throws is a fault of the adapter.
  TypeError: 'unexpected',
  RangeError: 'unexpected',
  ReferenceError: 'unexpected',
  SyntaxError: 'unexpected',
};

/** The code of an error for the answer to a request. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof AdapterError) return error.code;
  if (!(error instanceof Error)) return 'unexpected';
  return codesByName[error.name] ?? (isOfSystem(error) || isOfSystem(error.cause) ? 'file' : 'general');
}

/** Errors of the operating system carry the call that failed, such as `open`. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** The id that the Debug Adapter Protocol carries for it. */
export const errorIdOf = (error: unknown): number => errorCodes[codeOf(error)];
