import { join } from 'node:path';
import type { ClientFactory } from '../languages/languageClient';

/** The server in a process of its own. @param bundles absolute path of the folder with the bundles. */
export function nodeLanguageClient(bundles: string): ClientFactory {
  return async (options) => {
    const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
    const server = { module: join(bundles, 'language-server.js'), transport: TransportKind.ipc };
    return new LanguageClient('ps2ml', 'PS2 ML', server, options);
  };
}
