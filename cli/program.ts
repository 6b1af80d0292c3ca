import { errorText } from '../common/errorText';
import { version } from '../package.json';
import { parseCall, type Command } from './command';
import { buildCommand } from './commands/build';
import { cleanCommand } from './commands/clean';
import { convertCommand } from './commands/convert';
import { demoCommand } from './commands/demo';
import { divergeCommand } from './commands/diverge';
import { doctorCommand } from './commands/doctor';
import { inspectCommand } from './commands/inspect';
import { newCommand } from './commands/new';
import { planCommand } from './commands/plan';
import { runCommand } from './commands/run';
import { traceCommand } from './commands/trace';
import { whereCommand } from './commands/where';
import { commandHelp, generalHelp } from './help';
import { exitCodes, UsageError, type Io } from './io';

const commands: readonly Command[] = [
  inspectCommand,
  convertCommand,
  planCommand,
  newCommand,
  buildCommand,
  cleanCommand,
  runCommand,
  traceCommand,
  divergeCommand,
  whereCommand,
  demoCommand,
  doctorCommand,
];

/**
 * Runs `ps2ml` with these arguments.
 * @returns the exit code.
 */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  const help = generalHelp(commands);
  if (name === '--help' || name === '-h' || name === 'help') {
    io.out(help);
    return exitCodes.done;
  }
  if (name === '--version') {
    io.out(`${version}\n`);
    return exitCodes.done;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    io.err(name === undefined ? help : `Unknown command "${name}".\n\n${help}`);
    return exitCodes.wrongCall;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(commandHelp(command));
    return exitCodes.done;
  }
  try {
    const passedOn = await command.run(parseCall(command, rest), io);
    return typeof passedOn === 'number' ? passedOn : exitCodes.done;
  } catch (error) {
    io.err(`ps2ml ${command.name}: ${io.signal.aborted ? 'stopped.' : errorText(error)}\n`);
    return error instanceof UsageError ? exitCodes.wrongCall : exitCodes.failed;
  }
}
