import { BrowserMessageReader, BrowserMessageWriter } from 'vscode-languageserver/browser';
import { serve } from './server/core';

export { serve };

/** In a web worker the server starts at once, and the client reads the files. Loaded in Node, it waits to be called. */
if (typeof WorkerGlobalScope === 'function') {
  const scope = self as unknown as Worker;
  serve({
    reader: new BrowserMessageReader(scope),
    writer: new BrowserMessageWriter(scope),
    files: (_access, ofClient) => ofClient,
  });
}

/** Only in workers. */
declare const WorkerGlobalScope: unknown;
