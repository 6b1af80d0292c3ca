import {
  createConnection,
  createProtocolConnection,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver';
import { startServer, type ServerOptions } from './server';

/** Where a server's messages come from and go to, and what it is to know of the place that it runs in. */
export interface Surroundings extends ServerOptions {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** The process of the client, as it says. */
  readonly onClient?: (processId: number) => void;
  /** The client has sent `exit`. @param code 0 when it has asked for a shutdown before. */
  readonly onExit?: (code: number) => void;
}

/** Serves one client. */
export function serve({ reader, writer, onClient, onExit, ...options }: Surroundings): void {
  const connection = createConnection((logger) => createProtocolConnection(reader, writer, logger), {
    shutdownReceived: false,
    initialize: ({ processId }) => {
      if (processId !== null) onClient?.(processId);
    },
    exit: (code) => onExit?.(code),
  });
  startServer(connection, options);
}
