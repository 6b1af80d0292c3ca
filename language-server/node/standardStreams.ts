import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from '../server';
import { NodeFiles } from './files';

const ways = /^--(?:stdio|node-ipc|socket=\d+|pipe=.+|clientProcessId=\d+)$/;

/**
 * A language server for any editor, on the streams that the call names; `--stdio` when it names none. The process
 * ends with the client's `exit`, or when the client closes its end.
 */
export function runOnStandardStreams(options: readonly string[]): void {
  const unknown = options.filter((option) => !ways.test(option));
  if (unknown.length > 0) {
    process.stderr.write(
      `language-server: unknown option ${unknown.join(' ')}; call it with --stdio (or --node-ipc, --socket=PORT, --pipe=NAME)\n`,
    );
    process.exit(2);
  }
  if (!options.some((option) => !option.startsWith('--clientProcessId='))) process.argv.push('--stdio');
  const connection = createConnection(ProposedFeatures.all);
  startServer(connection, { files: (access, ofClient) => new NodeFiles(access, ofClient) });
}
