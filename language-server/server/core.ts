import {
  createConnection,
  createProtocolConnection,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver';
import { startServer, type ServerOptions } from './server';

/** The channels of a server and the environment that it runs in. */
export interface ServerEnvironment extends ServerOptions {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** The client's process id. */
  readonly onClient?: (processId: number) => void;
  /** The client has sent `exit`. @param code 0 if it requested a shutdown before. */
  readonly onExit?: (code: number) => void;
}

/** Serves one client. */
export function serve({ reader, writer, onClient, onExit, ...options }: ServerEnvironment): void {
  const connection = createConnection((logger) => createProtocolConnection(reader, writer, logger), {
    shutdownReceived: false,
    initialize: ({ processId }) => {
      if (processId !== null) onClient?.(processId);
    },
    exit: (code) => onExit?.(code),
  });
  startServer(connection, options);
}
