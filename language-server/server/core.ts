import {
  createConnection,
  createProtocolConnection,
  type Logger,
  type MessageReader,
  type MessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver';
import { EncodedChannel } from './encodedChannel';
import { guarded } from './lifeCycleGate';
import { startServer, type ServerOptions } from './server';

/** The channels of a server and the environment that it runs in. */
interface ServerEnvironment extends ServerOptions {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** The client's process id. */
  readonly onClient?: (processId: number) => void;
  /** The client has sent `exit`. @param code 0 if it requested a shutdown before. */
  readonly onExit?: (code: number) => void;
}

/** Serves one client. */
export function serve({ reader, writer, onClient, onExit, ...options }: ServerEnvironment): void {
  const channel = new EncodedChannel({ reader: guarded(reader, writer), writer });
  const connect = (logger: Logger): ProtocolConnection =>
    createProtocolConnection(channel.reader, channel.writer, logger);
  const connection = createConnection(connect, {
    shutdownReceived: false,
    initialize: ({ processId }) => {
      if (processId !== null) onClient?.(processId);
    },
    exit: (code) => onExit?.(code),
  });
  channel.readFile = startServer(connection, options);
}
