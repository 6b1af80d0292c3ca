import type * as vscode from 'vscode';
import { startInProcess } from '../debug-adapter/targets/inProcess';
import { ReferenceTarget } from '../debug-adapter/targets/reference';
import { webLanguageClient } from './languages/webLanguageClient';
import type { Platform } from './platform';
import { wholeGrowingFile } from './trace/wholeGrowingFile';
import { openWholeFile } from './wholeFile';

/** Files can only be read whole; the engine runs in the extension host itself, in slices. */
export function webPlatform(extensionUri: vscode.Uri): Platform {
  return {
    openFile: openWholeFile,
    readsRanges: () => false,
    growingFile: (uri) => Promise.resolve(wholeGrowingFile(uri)),
    languageClient: webLanguageClient(extensionUri),
    targets: new Map([['reference', (program) => new ReferenceTarget(program, startInProcess)]]),
  };
}
