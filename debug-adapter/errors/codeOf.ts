import { AdapterError } from './adapterError';
import { errorCodes, type ErrorCode } from './errorCodes';

/** Codes of errors from other rooms, by class name. */
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
  // Errors of the language itself are faults of the adapter.
  TypeError: 'unexpected',
  RangeError: 'unexpected',
  ReferenceError: 'unexpected',
  SyntaxError: 'unexpected',
};

/** The code of an error, for the response to a request. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof AdapterError) return error.code;
  if (!(error instanceof Error)) return 'unexpected';
  return codesByName[error.name] ?? (isOfSystem(error) || isOfSystem(error.cause) ? 'file' : 'general');
}

/** Errors of the operating system contain the name of the failed call, such as `open`. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** The id of an error in the Debug Adapter Protocol. */
export const errorIdOf = (error: unknown): number => errorCodes[codeOf(error)];
