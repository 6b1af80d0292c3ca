import type { DebugProtocol } from '@vscode/debugprotocol';
import { sectorBytes } from '../../disc/sector';
import { executorLabel, figuresKind } from '../../targets/provenance';
import { formatBytes } from '../../model/plan/units';
import type { SessionPlan, SessionTrace } from '../../model/trace/session';
import type { DapClient, DapEvent } from '../dapClient';
import type { Io } from '../io';
import { RunTotals } from '../../model/trace/runTotals';
import { discTable, readsOfRun } from '../reports/discTable';
import { ramMap } from '../../model/plan/ramMap';
import { StopView } from './stopView';

/** The buttons that a user would press after the first stop. */
const steps: readonly (readonly [command: string, meaning: string])[] = [
  ['next', 'step over: runs embed and stops at the first layer'],
  ['stepIn', 'step in: enters the layer without running anything'],
  ['next', 'step over: runs the operation'],
  ['next', 'step over'],
  ['stepOut', 'step out: runs the rest of the layer'],
  ['ps2ml/stepToken', 'step token: runs until the next token'],
];

/** A debug session as in an editor, shown as text. */
export class Tour {
  private plan: SessionPlan | undefined;
  private totals: RunTotals | undefined;
  private text = '';
  /** After the last step, the model's text goes straight to the terminal. */
  private isRunning = false;

  constructor(
    private readonly client: DapClient,
    private readonly io: Io,
  ) {
    client.onEvent = (event) => this.onEvent(event);
  }

  /** Runs the tour. @throws Error with the adapter's message when the launch or the run fails. */
  async run(launch: object): Promise<void> {
    const { client, io } = this;
    const stop = (): void => void client.request('disconnect').catch(() => undefined);
    io.signal.addEventListener('abort', stop);
    try {
      await this.debug(launch);
    } catch (error) {
      // Report the first error, not one of the disconnect.
      if (!io.signal.aborted) await client.request('disconnect').catch(() => undefined);
      throw error;
    } finally {
      io.signal.removeEventListener('abort', stop);
    }
    io.signal.throwIfAborted();
    await client.request('disconnect');
    this.report();
  }

  private async debug(launch: object): Promise<void> {
    const { client, io } = this;
    await client.request('initialize', {
      adapterID: 'ps2ml',
      clientName: 'ps2ml demo',
      pathFormat: 'path',
      supportsProgressReporting: true,
    });
    await client.request('launch', launch);
    const source = await client.request<DebugProtocol.SourceResponse>('source', { sourceReference: 1 });
    const view = new StopView(client, source.content);
    io.out(this.introduction());
    await this.stop('configurationDone', 'start', view);
    for (const [command, meaning] of steps) {
      if (!(await this.stop(command, meaning, view))) return;
    }
    io.out(`${this.text === '' ? '' : `Text so far: ${JSON.stringify(this.text)}\n`}\n> continue\n`);
    this.isRunning = true;
    const ended = client.next('terminated');
    await client.request('continue', { threadId: 1 });
    await ended;
    io.out('\n');
  }

  /** @returns false when the program has ended. */
  private async stop(command: string, meaning: string, view: StopView): Promise<boolean> {
    const { client, io } = this;
    io.signal.throwIfAborted();
    const next = client.next('stopped', 'terminated');
    await client.request(command, { threadId: 1 });
    const event = await next;
    if (event.event === 'terminated') return false;
    io.out(
      `> ${command}   (${meaning})\n${await view.describe((event.body as DebugProtocol.StoppedEvent['body']).description ?? '')}\n`,
    );
    return true;
  }

  private introduction(): string {
    const { plan } = this;
    if (!plan) throw new Error('The debug adapter sent no plan.');
    const perPass = plan.forecast.sectorsPerPass * sectorBytes;
    return [
      `Debugging ${plan.model} on the ${executorLabel(plan.provenance)} over the Debug Adapter Protocol.`,
      `A pass has ${plan.operations.length} operations and reads ${formatBytes(perPass)} from disc.`,
      '',
      '',
    ].join('\n');
  }

  private report(): void {
    const { plan, totals } = this;
    if (!plan || !totals) return;
    this.io.out(
      [
        '',
        `Disc reads of this run (${figuresKind(plan.provenance)} on the ${executorLabel(plan.provenance)})`,
        discTable(plan.forecast, readsOfRun(plan, totals)),
        '',
        'RAM (forecast)',
        ramMap(plan.regions),
        '',
      ].join('\n'),
    );
  }

  private onEvent({ event, body }: DapEvent): void {
    if (event === 'ps2ml/plan') {
      this.plan = body as SessionPlan;
      this.totals = new RunTotals(this.plan);
    } else if (event === 'ps2ml/trace') {
      this.totals?.add((body as SessionTrace).events);
    } else if (event === 'output') {
      this.onOutput(body as DebugProtocol.OutputEvent['body']);
    }
  }

  private onOutput({ category, output }: DebugProtocol.OutputEvent['body']): void {
    if (category !== 'stdout') {
      this.io.err(output);
      return;
    }
    this.text += output;
    if (this.isRunning) this.io.out(output);
  }
}
