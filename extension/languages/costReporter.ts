import type * as vscode from 'vscode';
import { costsNotification } from '../../language-server/listing/costs';
import type { SessionTraces } from '../debug/sessionTraces';
import { Disposables } from '../disposables';
import type { TraceStore } from '../traceStore';
import type { LanguageClientStarter } from './languageClient';
import { runCostsOf } from './runCosts';

/** The least time between two reports of a run to the server. */
const everyMs = 1000;

/** Tells the language server what the operations of the last run took, when it runs; it is not started for that. */
export class CostReporter implements vscode.Disposable {
  private readonly owned = new Disposables();
  private latest: TraceStore | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    traces: SessionTraces,
    private readonly clients: LanguageClientStarter,
  ) {
    this.owned.add(
      traces.onDidChange((store) => {
        this.latest = store;
        this.timer ??= setTimeout(() => void this.report(), everyMs);
      }),
    );
    this.owned.add(clients.onDidStart(() => void this.report()));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  private async report(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { latest } = this;
    const costs = latest && runCostsOf(latest.plan, latest);
    const client = await this.clients.running();
    if (costs !== undefined) await client?.sendNotification(costsNotification, costs).catch(() => undefined);
  }
}
