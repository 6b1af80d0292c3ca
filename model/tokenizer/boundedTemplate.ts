import * as jinja from '@huggingface/jinja';

/** A value inside of a template. */
interface Value {
  readonly value: unknown;
}

interface Scope {
  set(name: string, value: unknown): unknown;
}

/** Everything that is evaluated goes through `evaluate`. */
interface Interpreting {
  run(program: unknown): Value;
  evaluate(statement: unknown, scope: Scope): Value;
}

// The library's declarations import files without their extensions, which TypeScript does not find in a module.
const { Environment, Interpreter, Template } = jinja as unknown as {
  readonly Environment: new () => Scope;
  readonly Interpreter: new (scope: Scope) => Interpreting;
  readonly Template: new (text: string) => { readonly parsed: unknown };
};

/** Templates of models have up to some ten thousand characters. */
const mostCharacters = 256 * 1024;
/** Steps of a template; those of models take some hundred a message. Ten times so many take about a second. */
const mostSteps = 200_000;
/** Calls within calls; each takes some frames of the stack. */
const mostDepth = 500;
const tooDeep = 'it calls itself too deeply, or writes too long a text';
/** Characters of a text or items of a list that count as one step. */
const stepLength = 64;

/** An interpreter that gives up where a template does not come to an end, or writes without end. */
class BoundedInterpreter extends Interpreter {
  private steps = 0;
  private depth = 0;

  override evaluate(statement: unknown, scope: Scope): Value {
    this.count(1);
    this.depth++;
    // The library takes a stack that is too deep for a name that is missing.
    if (this.depth > mostDepth) throw new Error(tooDeep);
    const result = super.evaluate(statement, scope);
    this.depth--;
    const { value } = result;
    const isLong = typeof value === 'string' || Array.isArray(value);
    if (isLong && value.length > stepLength) this.count(value.length / stepLength);
    return result;
  }

  /** @throws Error in words when it has been too much. */
  count(steps: number): void {
    this.steps += steps;
    if (this.steps > mostSteps) {
      throw new Error(
        `it takes more than ${mostSteps.toLocaleString('en-US')} steps, as one that never ends: use a tokenizer with another template, or write the prompt without the chat option`,
      );
    }
  }
}

/**
 * Renders a Jinja template that came with a model, so that nobody vouches for it.
 * @throws Error when it is too large, is wrong, refuses, or takes too long.
 */
export function renderTemplate(text: string, values: Readonly<Record<string, unknown>>): string {
  if (text.length > mostCharacters) {
    throw new Error(`it has ${text.length} characters, and at most ${mostCharacters} are read`);
  }
  const environment = new Environment();
  const interpreter = new BoundedInterpreter(environment);
  const range = (...bounds: readonly number[]): number[] => rangeOf(bounds, interpreter);
  const all = { ...constants, raise_exception: refuse, strftime_now: formatNow, range, ...values };
  for (const [name, value] of Object.entries(all)) environment.set(name, value);
  try {
    return String(interpreter.run(new Template(text).parsed).value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error(tooDeep, { cause: error });
  }
}

/** What every template knows, as the library's own environment has it. */
const constants = { true: true, false: false, none: null, True: true, False: false, None: null };

function refuse(reason: unknown): never {
  throw new Error(String(reason));
}

/** `range(stop)`, `range(start, stop)` or `range(start, stop, step)`, counted before it is made. */
function rangeOf(bounds: readonly number[], interpreter: BoundedInterpreter): number[] {
  const [start = 0, stop = 0, step = 1] = bounds.length === 1 ? [0, bounds[0]] : bounds;
  const length = Math.max(0, Math.ceil((stop - start) / step));
  // A step of zero has no end.
  interpreter.count(Number.isNaN(length) ? Infinity : length);
  return Array.from({ length }, (_, index) => start + index * step);
}

/** The parts of Python's `strftime` that templates use, in English and in local time. */
function formatNow(format: unknown): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  const month = (length: 'short' | 'long'): string => now.toLocaleString('en-US', { month: length });
  const parts: Readonly<Record<string, string>> = {
    Y: String(now.getFullYear()),
    m: two(now.getMonth() + 1),
    d: two(now.getDate()),
    b: month('short'),
    B: month('long'),
    H: two(now.getHours()),
    M: two(now.getMinutes()),
    '%': '%',
  };
  return String(format).replace(/%(.)/g, (all, name: string) => parts[name] ?? all);
}
