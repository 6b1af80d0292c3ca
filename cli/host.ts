import type { SessionHost } from '../debug-adapter/session/sessionHost';
import { adjacentTokenizer, openFile } from '../project/program/node/files';
import type { Io } from './io';

/** Where sessions of the command line run. */
export function cliHost(io: Io): SessionHost {
  return { openFile, adjacentTokenizer, targets: io.targets, log: (line) => io.err(`${line}\n`) };
}
