import { Session } from '../session/session';
import { adjacentTokenizer, openFile } from '../../project/program/node/files';
import { nodeTargets, shippedFiles } from './targets';

/**
 * A debug adapter for any editor: the protocol on standard input and output, errors of the adapter on standard error.
 * The process ends with the session, or when the editor closes its end.
 */
export function runOnStandardStreams(): void {
  const session = new Session({
    openFile,
    adjacentTokenizer,
    targets: nodeTargets(shippedFiles(__dirname)),
    log: (line) => process.stderr.write(`${line}\n`),
    closed: () => {
      // Pending output must be written before the process ends.
      process.stdout.write('', () => process.exit(0));
    },
  });
  process.once('SIGTERM', () => session.shutdown());
  process.once('SIGINT', () => session.shutdown());
  session.start(process.stdin, process.stdout);
}
