import * as jinja from '@huggingface/jinja';
import { grownSize, mostTemplateCharacters, TemplateSizes, type TemplateValue } from './templateSize';

interface Scope {
  set(name: string, value: unknown): unknown;
}

/** An expression of a parsed template, as far as it matters here. */
interface Expression {
  readonly type?: string;
  readonly value?: unknown;
  readonly args?: readonly unknown[];
  readonly callee?: Expression;
  readonly object?: unknown;
  readonly assignee?: Expression;
}
type Arguments = readonly [positional: readonly TemplateValue[], named: ReadonlyMap<string, TemplateValue>];

/** `evaluate` is called for every expression. */
interface Interpreting {
  run(program: unknown): TemplateValue;
  evaluate(statement: unknown, scope: Scope): TemplateValue;
  evaluateArguments(args: readonly unknown[], scope: Scope): Arguments;
  applyFilter(operand: TemplateValue, filter: Expression, scope: Scope): TemplateValue;
  evaluateMemberExpression(expression: Expression, scope: Scope): TemplateValue;
  evaluateSet(statement: Expression, scope: Scope): TemplateValue;
}

/** A method of a value. */
interface Method extends TemplateValue {
  readonly value: (args: readonly TemplateValue[], scope: Scope) => TemplateValue;
}

// The library's declarations import files without their extensions, which TypeScript does not find in a module.
const { Environment, Interpreter, Template } = jinja as unknown as {
  readonly Environment: new () => Scope;
  readonly Interpreter: new (scope: Scope) => Interpreting;
  readonly Template: new (text: string) => { readonly parsed: unknown };
};

/** Templates of models have up to about ten thousand characters. */
const mostCharacters = 256 * 1024;
/** Limit of steps; templates of models need about a hundred per message. Ten times the limit takes about a second. */
const mostSteps = 200_000;
/** Limit of nested calls; each uses several stack frames. */
const mostDepth = 500;
const tooDeep = 'it recurses too deeply or produces too much text';
/** Characters of a text or items of a list that count as one step. */
const stepLength = 64;
/** Filters that write more than they get. */
const grows: ReadonlySet<unknown> = new Set(['replace', 'indent', 'join', 'tojson']);

/** An interpreter that stops a template that does not end or produces too much text. */
class BoundedInterpreter extends Interpreter {
  private steps = 0;
  private depth = 0;
  private readonly sizes = new TemplateSizes((values) => this.count(values / stepLength));
  /** The value of the last evaluation of an expression that has members. */
  private readonly objects = new WeakMap<object, TemplateValue>();

  override evaluate(statement: unknown, scope: Scope): TemplateValue {
    this.count(1);
    this.depth++;
    // The library reports a stack overflow as a missing name.
    if (this.depth > mostDepth) throw new Error(tooDeep);
    const result = super.evaluate(statement, scope);
    this.depth--;
    const { value } = result;
    const isLong = typeof value === 'string' || Array.isArray(value);
    if (isLong && value.length > stepLength) this.count(value.length / stepLength);
    if (typeof value === 'object') this.limit(this.sizes.of(result));
    if (typeof statement === 'object' && statement !== null) this.objects.set(statement, result);
    return result;
  }

  override applyFilter(operand: TemplateValue, filter: Expression, scope: Scope): TemplateValue {
    const name = filter.callee === undefined ? filter.value : filter.callee.value;
    if (grows.has(name)) {
      const [positional, named] = this.evaluateArguments(filter.args ?? [], scope);
      this.limit(grownSize(name, operand, [...positional, ...named.values()], this.sizes));
    }
    return super.applyFilter(operand, filter, scope);
  }

  /** A method that may write much does so within the limit. */
  override evaluateMemberExpression(expression: Expression, scope: Scope): TemplateValue {
    const member = super.evaluateMemberExpression(expression, scope);
    const owner = typeof expression.object === 'object' && this.objects.get(expression.object ?? expression);
    if (!owner || typeof owner.value !== 'string' || typeof member.value !== 'function') return member;
    const { value: call } = member as Method;
    const limited: Method['value'] = (args, own) => {
      this.limit(grownSize('replace', owner, args, this.sizes));
      return call(args, own);
    };
    return Object.assign(Object.create(Object.getPrototypeOf(member) as object) as object, member, {
      value: limited,
    });
  }

  override evaluateSet(statement: Expression, scope: Scope): TemplateValue {
    const result = super.evaluateSet(statement, scope);
    if (statement.assignee?.type === 'MemberExpression') this.sizes.forget();
    return result;
  }

  private limit(characters: number): void {
    if (characters > mostTemplateCharacters) throw new Error(tooDeep);
  }

  /** @throws Error when the limit is exceeded. */
  count(steps: number): void {
    this.steps += steps;
    if (this.steps > mostSteps) {
      throw new Error(
        `it needs more than ${mostSteps.toLocaleString('en-US')} steps; use a tokenizer with another template, or a prompt without chat`,
      );
    }
  }
}

/**
 * Renders an untrusted Jinja template from a model.
 * @throws Error when it is too large, invalid, takes too long, or rejects the conversation.
 */
export function renderTemplate(text: string, values: Readonly<Record<string, unknown>>): string {
  if (text.length > mostCharacters) {
    throw new Error(`it has ${text.length} characters; the limit is ${mostCharacters}`);
  }
  const environment = new Environment();
  const interpreter = new BoundedInterpreter(environment);
  const range = (...bounds: readonly number[]): number[] => rangeOf(bounds, interpreter);
  const all = { ...constants, raise_exception: refuse, strftime_now: formatNow, range, ...values };
  for (const [name, value] of Object.entries(all)) environment.set(name, value);
  try {
    return String(interpreter.run(new Template(text).parsed).value);
  } catch (error) {
    if (error instanceof RangeError) throw new Error(tooDeep, { cause: error });
    // The library's parser takes for granted that a template is complete.
    if (error instanceof TypeError) throw new Error('it is not a valid template', { cause: error });
    throw error;
  }
}

/** The names available in every template, as in the library's own environment. */
const constants = { true: true, false: false, none: null, True: true, False: false, None: null };

function refuse(reason: unknown): never {
  throw new Error(String(reason));
}

/** `range(stop)`, `range(start, stop)` or `range(start, stop, step)`, counted before it is created. */
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
