import type { SessionHost } from '../debug-adapter/session/sessionHost';
import { adjacentTokenizer, modelsBeside, openFile } from '../project/program/node/files';
import type { Io } from './io';

/** The host of command-line sessions. */
export function cliHost(io: Io): SessionHost {
  return {
    ...{ openFile, adjacentTokenizer, others: modelsBeside },
    targets: io.targets,
    log: (line) => io.err(`${line}\n`),
  };
}
