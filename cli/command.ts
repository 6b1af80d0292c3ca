import { parseArgs } from 'node:util';
import { UsageError, type Io } from './io';

/** An option: a switch if `value` is absent; otherwise `value` is the placeholder of its value. */
export interface Option {
  readonly value?: string;
  readonly short?: string;
  readonly help: string;
}

/** The arguments of a command. */
export interface Call {
  readonly file: string | undefined;
  /** The value of an option, if given. */
  text(name: string): string | undefined;
  has(name: string): boolean;
  /** The number of an option. @throws UsageError when it is not a number in the range. */
  number(name: string, fallback: number, least: number, most: number): number;
  /** The whole number of an option. @throws UsageError when it is not a whole number in the range. */
  integer(name: string, fallback: number, least: number, most: number): number;
  /**
   * One of the choices. The first is the default.
   * @param currentOf gives the current name of a word, because old ones are still accepted.
   * @throws UsageError when it is not one of the choices.
   */
  choice<T extends string>(
    name: string,
    choices: readonly [T, ...T[]],
    currentOf?: (word: string) => string,
  ): T;
}

export interface Command {
  readonly name: string;
  /** The operand after the name in the usage line: `FILE`, or nothing. */
  readonly operand?: string;
  readonly isOperandOptional?: boolean;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** A number is the exit code of a program that was run, which takes the place of the command's own. */
  run(call: Call, io: Io): Promise<void> | Promise<number>;
}

/** Parses the arguments of a command. @throws UsageError when they are not valid. */
export function parseCall(command: Command, args: readonly string[]): Call {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value, short }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short !== undefined && { short }),
      },
    ]),
  );
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error));
  }
  const { values, positionals } = parsed;
  const wanted = command.operand === undefined ? 0 : 1;
  if (positionals.length > wanted) {
    throw new UsageError(`Unexpected argument "${positionals[wanted] ?? ''}". Usage: ${usageLine(command)}`);
  }
  const isNeeded = command.operand !== undefined && command.isOperandOptional !== true;
  if (isNeeded && positionals.length < wanted) {
    throw new UsageError(`${command.operand} is missing. Usage: ${usageLine(command)}`);
  }
  return new ParsedCall(positionals[0], values);
}

class ParsedCall implements Call {
  constructor(
    readonly file: string | undefined,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  has(name: string): boolean {
    return this.values[name] === true;
  }

  number(name: string, fallback: number, least: number, most: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = text.trim() === '' ? NaN : Number(text);
    if (value >= least && value <= most) return value;
    throw new UsageError(`--${name} is "${text}", expected a number from ${least} to ${most}.`);
  }

  integer(name: string, fallback: number, least: number, most: number): number {
    const value = this.number(name, fallback, least, most);
    if (Number.isInteger(value)) return value;
    throw new UsageError(`--${name} is ${value}, expected a whole number from ${least} to ${most}.`);
  }

  choice<T extends string>(
    name: string,
    choices: readonly [T, ...T[]],
    currentOf: (word: string) => string = (word) => word,
  ): T {
    const text = this.text(name) ?? choices[0];
    const found = choices.find((choice) => choice === currentOf(text));
    if (found !== undefined) return found;
    throw new UsageError(`--${name} is "${text}", expected ${choices.join(' or ')}.`);
  }
}

/** `ps2ml plan FILE [options]` */
export function usageLine({ name, operand, isOperandOptional, options }: Command): string {
  const rest = Object.keys(options).length > 0 ? ' [options]' : '';
  const what = isOperandOptional === true ? ` [${operand ?? ''}]` : ` ${operand ?? ''}`;
  return `ps2ml ${name}${operand === undefined ? '' : what}${rest}`;
}

function firstSentence(message: string): string {
  const [first = message] = message.split(/\. (?=To )/);
  return first.endsWith('.') ? first : `${first}.`;
}
