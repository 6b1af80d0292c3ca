import { usageLine, type Command } from './command';
import { textTable } from '../model/textTable';

/** The output of `ps2ml --help`. */
export function generalHelp(commands: readonly Command[]): string {
  const rows = commands.map((command) => [`  ${usageLine(command)}`, command.summary]);
  return [
    'Language models on a PlayStation 2: inspect, convert, plan, build, run.',
    '',
    textTable(rows),
    '',
    '  ps2ml COMMAND --help   shows the options of a command',
    '  ps2ml --version        shows the version',
    '',
    'Exit codes: 0 success, 1 invalid input or failed run, 2 wrong usage. ps2ml run ELF exits with the code of the program.',
    '',
  ].join('\n');
}

/** The output of `ps2ml COMMAND --help`. */
export function commandHelp(command: Command): string {
  const rows = Object.entries(command.options).map(([name, { value, short, help }]) => [
    `  ${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  return [usageLine(command), '', command.summary, '', textTable(rows), ''].join('\n');
}
