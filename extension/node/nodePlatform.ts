import * as path from 'node:path';
import { openFile } from '../../debug-adapter/node/files';
import { nodeTargets } from '../../debug-adapter/node/targets';
import type { Platform } from '../platform';
import { openWholeFile } from '../wholeFile';

/** Files on disk are read by ranges; the engine runs in a worker thread, from the bundle beside this one. */
export function nodePlatform(): Platform {
  return {
    openFile: (uri) => (uri.scheme === 'file' ? openFile(uri.fsPath) : openWholeFile(uri)),
    targets: nodeTargets(path.join(__dirname, 'engine-worker.js')),
  };
}
