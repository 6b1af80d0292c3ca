import { Session } from '../session/session';
import { adjacentTokenizer, modelsBeside, openFile } from '../../project/program/node/files';
import { nodeTargets, shippedFiles } from './targets';

/**
 * A debug adapter for any editor: the protocol on standard input and output, errors of the adapter on standard error.
 * The process ends with the session, or when the editor closes its end.
 */
export function runOnStandardStreams(): void {
  const session = new Session({
    openFile,
    adjacentTokenizer,
    others: modelsBeside,
    targets: nodeTargets(shippedFiles(__dirname)),
    log: (line) => process.stderr.write(`${line}\n`),
    closed: () => {
      // Pending output must be written before the process ends.
      process.stdout.write('', () => process.exit(0));
    },
  });
  // Also when the terminal is closed: what the session has started, such as PCSX2, ends with it.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.once(signal, () => session.shutdown());
  session.start(process.stdin, process.stdout);
}
