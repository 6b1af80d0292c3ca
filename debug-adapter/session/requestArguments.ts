import type { DebugProtocol } from '@vscode/debugprotocol';
import { isCount, isRecord } from '../../common/guards';
import { AdapterError } from '../errors/adapterError';

/** What a value must be: one of these, a list of items, or an object with fields. */
type Shape = keyof typeof kinds | { readonly items: Shape } | { readonly fields: Fields };

/** Fields by name. Those of `optional` may also be missing or null. */
interface Fields {
  readonly needed?: Readonly<Record<string, Shape>>;
  readonly optional?: Readonly<Record<string, Shape>>;
}

const kinds = {
  text: { isOne: (value: unknown) => typeof value === 'string', words: 'a string' },
  whole: { isOne: (value: unknown) => Number.isSafeInteger(value), words: 'a whole number' },
  count: { isOne: isCount, words: 'a whole number of 0 or more' },
  boolean: { isOne: (value: unknown) => typeof value === 'boolean', words: 'true or false' },
  anything: { isOne: () => true, words: 'a value' },
} as const;

const none: Fields = {};
const sourceShape: Shape = { fields: { optional: { name: 'text', path: 'text', sourceReference: 'whole' } } };
const terms = { condition: 'text', hitCondition: 'text', logMessage: 'text' } as const;

/** The arguments of every request that a session offers, as far as it uses them. */
const offered: Readonly<Record<string, Fields>> = {
  initialize: {
    optional: {
      pathFormat: 'text',
      linesStartAt1: 'boolean',
      columnsStartAt1: 'boolean',
      supportsProgressReporting: 'boolean',
      supportsInvalidatedEvent: 'boolean',
    },
  },
  // Their fields are checked as a launch configuration.
  launch: none,
  attach: none,
  disconnect: { optional: { terminateDebuggee: 'boolean', restart: 'boolean' } },
  terminate: none,
  cancel: { optional: { requestId: 'whole', progressId: 'text' } },
  configurationDone: none,
  setBreakpoints: {
    needed: { source: sourceShape },
    optional: {
      breakpoints: {
        items: { fields: { needed: { line: 'whole' }, optional: { column: 'whole', ...terms } } },
      },
      lines: { items: 'whole' },
    },
  },
  setFunctionBreakpoints: {
    needed: { breakpoints: { items: { fields: { needed: { name: 'text' }, optional: terms } } } },
  },
  dataBreakpointInfo: { needed: { name: 'text' }, optional: { variablesReference: 'whole' } },
  setDataBreakpoints: {
    needed: { breakpoints: { items: { fields: { needed: { dataId: 'text' }, optional: terms } } } },
  },
  // Some clients send it without any filter, whether it is offered or not.
  setExceptionBreakpoints: { optional: { filters: { items: 'text' } } },
  breakpointLocations: { needed: { source: sourceShape, line: 'whole' }, optional: { endLine: 'whole' } },
  threads: none,
  stackTrace: { optional: { startFrame: 'count', levels: 'count' } },
  scopes: none,
  variables: {
    needed: { variablesReference: 'whole' },
    optional: { filter: 'text', start: 'count', count: 'count' },
  },
  evaluate: { needed: { expression: 'text' }, optional: { context: 'text' } },
  setVariable: { needed: { variablesReference: 'whole', name: 'text', value: 'text' } },
  setExpression: { needed: { expression: 'text', value: 'text' } },
  completions: { needed: { text: 'text', column: 'whole' } },
  source: { optional: { source: sourceShape, sourceReference: 'whole' } },
  loadedSources: none,
  readMemory: { needed: { memoryReference: 'text', count: 'count' }, optional: { offset: 'whole' } },
  writeMemory: { needed: { memoryReference: 'text', data: 'text' }, optional: { offset: 'whole' } },
  disassemble: {
    needed: { memoryReference: 'text', instructionCount: 'count' },
    optional: { offset: 'whole', instructionOffset: 'whole' },
  },
  continue: none,
  next: none,
  stepIn: none,
  stepOut: none,
  stepBack: none,
  reverseContinue: none,
  pause: none,
};

/** Whether a request belongs to the protocol and is offered. Requests of our own check their arguments themselves. */
export function isOffered(command: string): boolean {
  return Object.hasOwn(offered, command);
}

/**
 * A request of the protocol whose arguments have the types that their handler expects, without fields that are null.
 * @throws AdapterError when an argument is missing or has another type.
 */
export function checkedRequest(request: DebugProtocol.Request): DebugProtocol.Request {
  const { command } = request;
  const given: unknown = request.arguments;
  const fields = offered[command];
  if (fields === undefined || fields === none) return { ...request, arguments: given ?? {} };
  const about = `The request "${command}"`;
  if (given !== undefined && given !== null && !isRecord(given)) throw wrong(about, given, 'an object');
  return { ...request, arguments: checkedFields(about, isRecord(given) ? given : {}, fields) };
}

function checkedFields(
  about: string,
  given: Readonly<Record<string, unknown>>,
  { needed = {}, optional = {} }: Fields,
): object {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) if (value !== null) result[name] = value;
  for (const [name, shape] of Object.entries({ ...optional, ...needed })) {
    const value = result[name];
    if (value === undefined && !Object.hasOwn(needed, name)) continue;
    result[name] = checked(`${about}: "${name}"`, value, shape);
  }
  return result;
}

function checked(about: string, value: unknown, shape: Shape): unknown {
  if (typeof shape === 'string') {
    const { isOne, words } = kinds[shape];
    if (!isOne(value)) throw wrong(about, value, words);
    return value;
  }
  if ('items' in shape) {
    if (!Array.isArray(value)) throw wrong(about, value, 'a list');
    return value.map((item: unknown, index) => checked(`${about}[${index}]`, item, shape.items));
  }
  if (!isRecord(value)) throw wrong(about, value, 'an object');
  return checkedFields(about, value, shape.fields);
}

/** As much of a wrong value as a message shows. */
const mostShown = 40;

function wrong(about: string, value: unknown, expected: string): AdapterError {
  if (value === undefined) return new AdapterError('arguments', `${about} is missing, expected ${expected}.`);
  const text = JSON.stringify(value);
  const shown = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  return new AdapterError('arguments', `${about} is ${shown}, expected ${expected}.`);
}
