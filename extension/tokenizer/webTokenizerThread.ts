import type * as vscode from 'vscode';
import type { AnswerMessage } from '../../model/tokenizer/worker/messages';
import type { StartTaskThread } from '../../model/tokenizer/worker/tokenizerClient';
import { startWebWorker } from '../webWorker';

/** The work of tokenizers in a web worker. */
export function webTokenizerThread(extensionUri: vscode.Uri): StartTaskThread {
  return async (listener) => {
    const worker = await startWebWorker(extensionUri, 'tokenizer-worker.js');
    worker.onmessage = ({ data }: MessageEvent<AnswerMessage>) => listener.answered(data);
    worker.onerror = ({ message }) => listener.failed(`The tokenizer's worker failed: ${message}`);
    return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
  };
}
