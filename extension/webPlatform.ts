import type * as vscode from 'vscode';
import { startInProcess } from '../debug-adapter/targets/inProcess';
import { ReferenceTarget } from '../debug-adapter/targets/reference';
import type { TargetFactory } from '../debug-adapter/session/sessionHost';
import type { TargetIdIn } from '../targets/targets';
import { TokenizerClient } from '../model/tokenizer/worker/tokenizerClient';
import { webLanguageClient } from './languages/webLanguageClient';
import type { Platform } from './platform';
import { wholeGrowingFile } from './trace/wholeGrowingFile';
import { webTokenizerThread } from './tokenizer/webTokenizerThread';
import { openWholeFile } from './wholeFile';

/** The code of every target that runs in a browser. */
const webTargets: Readonly<Record<TargetIdIn<'browser'>, TargetFactory>> = {
  reference: (program) => new ReferenceTarget(program, startInProcess),
};

/** Files can only be read whole; the engine runs in the extension host itself, in slices. */
export function webPlatform(extensionUri: vscode.Uri): Platform {
  return {
    openFile: openWholeFile,
    readsRanges: () => false,
    growingFile: (uri) => Promise.resolve(wholeGrowingFile(uri)),
    texts: new TokenizerClient(webTokenizerThread(extensionUri)),
    languageClient: webLanguageClient(extensionUri),
    targets: new Map(Object.entries(webTargets)),
  };
}
