import * as vscode from 'vscode';
import type { WorkOptions } from './converter';

/** Runs `work` with a notification that shows percents and can cancel it; undefined when it was cancelled. */
export async function withPercents<T>(
  title: string,
  work: (options: WorkOptions) => Promise<T>,
): Promise<T | undefined> {
  const abort = new AbortController();
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const listener = token.onCancellationRequested(() => abort.abort());
    let shown = 0;
    const onProgress = (done: number, total: number): void => {
      const percent = total > 0 ? Math.floor((100 * done) / total) : 100;
      if (percent <= shown) return;
      progress.report({ increment: percent - shown, message: `${percent} %` });
      shown = percent;
    };
    try {
      return await work({ onProgress, signal: abort.signal });
    } catch (error) {
      if (abort.signal.aborted) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
  });
}
