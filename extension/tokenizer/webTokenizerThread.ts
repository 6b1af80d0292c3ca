import type * as vscode from 'vscode';
import type { AnswerMessage } from '../../model/tokenizer/worker/messages';
import type { StartTaskThread } from '../../model/tokenizer/worker/tokenizerClient';
import { startWebWorker } from '../webWorker';

/** The work of tokenizers in a web worker. */
export function webTokenizerThread(extensionUri: vscode.Uri): StartTaskThread {
  return async ({ answered, failed }) => {
    const worker = await startWebWorker(extensionUri, 'tokenizer-worker.js');
    worker.onmessage = ({ data }: MessageEvent<AnswerMessage>) => answered(data);
    worker.onerror = ({ message }) => failed(`The tokenizer's worker failed: ${message}`);
    return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
  };
}
