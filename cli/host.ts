import type { SessionHost } from '../debug-adapter/host';
import { openFile, tokenizerBeside } from '../debug-adapter/node/files';
import { startInProcess } from '../debug-adapter/targets/inProcess';
import { ReferenceTarget } from '../debug-adapter/targets/reference';
import type { Io } from './io';

/** Where sessions of the command line run: in this process. */
export function cliHost(io: Io): SessionHost {
  return {
    openFile,
    tokenizerBeside,
    targets: new Map([['reference', (program) => new ReferenceTarget(program, startInProcess)]]),
    log: (line) => io.err(`${line}\n`),
  };
}
