import type { SessionHost } from '../debug-adapter/session/sessionHost';
import { openFile, adjacentTokenizer } from '../debug-adapter/node/files';
import type { Io } from './io';

/** Where sessions of the command line run. */
export function cliHost(io: Io): SessionHost {
  return { openFile, adjacentTokenizer, targets: io.targets, log: (line) => io.err(`${line}\n`) };
}
