import {
  createServerPipeTransport,
  createServerSocketTransport,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver/node';
import { serve } from '../server/core';
import { NodeFiles } from './files';

/** How often to check that the client is still running. */
const clientCheckMs = 3000;

/**
 * A language server for any editor, over the channel of the command line; default: `--stdio`. The process ends with
 * the client's `exit`, when the client closes its end, or when the client's process has ended.
 */
export function runOnStandardStreams(options: readonly string[]): void {
  const transport = transportOf(options);
  if (transport === undefined) {
    process.stderr.write(
      `language-server: unknown option ${options.join(' ')}; call it with --stdio (or --node-ipc, --socket=PORT, --pipe=NAME)\n`,
    );
    process.exit(2);
  }
  const [reader, writer] = transport;
  reader.onClose(() => process.exit(1));
  serve({
    reader,
    writer,
    files: (access, ofClient) => new NodeFiles(access, ofClient),
    onClient: endWith,
    onExit: (code) => process.exit(code),
  });
}

/** Undefined if an option is unknown. */
function transportOf(options: readonly string[]): [MessageReader, MessageWriter] | undefined {
  // The client sends its process id again when it initialises.
  const [way = '--stdio', ...more] = options.filter((option) => !/^--clientProcessId=\d+$/.test(option));
  if (more.length > 0) return undefined;
  if (way === '--node-ipc') {
    process.once('disconnect', () => process.exit(1));
    return [new IPCMessageReader(process), new IPCMessageWriter(process)];
  }
  const socket = /^--socket=(\d+)$/.exec(way)?.[1];
  if (socket !== undefined) return createServerSocketTransport(Number(socket));
  const pipe = /^--pipe=(.+)$/.exec(way)?.[1];
  if (pipe !== undefined) return createServerPipeTransport(pipe);
  if (way !== '--stdio') return undefined;
  process.stdin.once('end', () => process.exit(1));
  return [new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout)];
}

/** Ends this process after the client's process has ended, even without notice. */
function endWith(processId: number): void {
  setInterval(() => {
    try {
      process.kill(processId, 0);
    } catch {
      process.exit(1);
    }
  }, clientCheckMs).unref();
}
