import type { SessionHost } from '../debug-adapter/session/sessionHost';
import { openFile, tokenizerBeside } from '../project/program/node/files';
import type { Io } from './io';

/** Where sessions of the command line run. */
export function cliHost(io: Io): SessionHost {
  return { openFile, tokenizerBeside, targets: io.targets, log: (line) => io.err(`${line}\n`) };
}
