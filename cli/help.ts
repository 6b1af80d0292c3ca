import { usageLine, type Command } from './command';
import { textTable } from '../model/textTable';

/** What `ps2ml --help` prints. */
export function generalHelp(commands: readonly Command[]): string {
  const rows = commands.map((command) => [`  ${usageLine(command)}`, command.summary]);
  return [
    'Language models on a PlayStation 2: inspect, convert, plan, build, run.',
    '',
    textTable(rows),
    '',
    '  ps2ml COMMAND --help   says what a command takes',
    '  ps2ml --version        prints the version',
    '',
    'Exit code: 0 done, 1 the input or the run failed, 2 the call was wrong; ps2ml run ELF ends as the program does.',
    '',
  ].join('\n');
}

/** What `ps2ml COMMAND --help` prints. */
export function commandHelp(command: Command): string {
  const rows = Object.entries(command.options).map(([name, { value, short, help }]) => [
    `  ${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  return [usageLine(command), '', command.summary, '', textTable(rows), ''].join('\n');
}
