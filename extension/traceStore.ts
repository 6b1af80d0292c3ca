import type { OperationEvent, PassEvent, TokenEvent, TraceEvent } from '../model/trace/events';
import type { RunSetting } from '../model/trace/file/info';
import type { TraceFile } from '../model/trace/file/reader';
import { RunHistory } from '../model/trace/history';
import { exactReads } from '../model/trace/exactReads';
import { RunTotals } from '../model/trace/runTotals';
import { TokenLog } from '../model/trace/tokenLog';
import type { SessionPlan, SessionState } from '../model/trace/session';
import type { RamSample } from '../webviews/messages/ram';

/** Samples of the RAM that are kept. */
const mostSamples = 2048;

/** All that the views show of a run: totals that never lose anything, and the times of its last passes. */
export class TraceStore {
  state: 'running' | 'stopped' | 'ended' = 'running';
  /** The last events one by one; empty in a run of an earlier time. */
  readonly history: RunHistory;
  /** Positions in the cache at the end of each pass; of a long run only some. */
  readonly samples: RamSample[] = [];
  /** The tokens one by one. */
  readonly tokenLog = new TokenLog();
  /** The operation that was executed last, as far as it was reported. */
  reached: Pick<OperationEvent, 'pass' | 'operation'> | undefined;
  private totals: RunTotals;

  constructor(
    /** The session's name. */
    readonly name: string,
    readonly plan: SessionPlan,
    /** What the run was asked for. */
    readonly settings: readonly RunSetting[] = [],
  ) {
    this.totals = new RunTotals(plan);
    this.history = new RunHistory(plan);
  }

  /** The run of a trace, as one that has ended. @param name what to call it. */
  static async open(trace: TraceFile, name: string): Promise<TraceStore> {
    const { plan, settings } = trace.info;
    const store = new TraceStore(name, plan, settings);
    for await (const events of trace.events()) store.add(events);
    // Events may have been left out of the file; its totals know of them.
    store.totals = new RunTotals(plan, trace.totals);
    store.state = 'ended';
    return store;
  }

  /** Passes begun. */
  get passes(): number {
    return this.totals.passes;
  }

  get tokens(): number {
    return this.totals.tokens;
  }

  /** Positions whose keys and values are in the cache. */
  get positions(): number {
    return this.totals.positions;
  }

  /** By the read's index; also those whose events were lost, where the machine has counted them. */
  get reads(): RunTotals['reads'] {
    return exactReads(this.plan, this.totals);
  }

  /** By the operation's index. */
  get operations(): RunTotals['operations'] {
    return this.totals.operations;
  }

  /** Measured times; without a pass where none was measured. */
  get times(): RunTotals['times'] {
    return this.totals.times;
  }

  /** What was lost between the machine and its host. */
  get lost(): RunTotals['lost'] {
    return this.totals.lost;
  }

  /** The machine's own counts of its reads, which nothing is lost of. */
  get counters(): RunTotals['counters'] {
    return this.totals.counters;
  }

  /** Most bytes of the stack that were in use, where that was seen. */
  get stackBytes(): number | undefined {
    return this.totals.stackBytes;
  }

  /** Takes events in order; those that name what the plan does not have are dropped. */
  add(events: readonly TraceEvent[]): void {
    this.history.add(events);
    for (const event of events) {
      this.totals.add([event]);
      if (event.type === 'pass') this.sample(event);
      else if (event.type === 'operation') this.reached = event;
      else if (event.type === 'token') this.log(event);
      else if (event.type === 'odds') this.tokenLog.addOdds(event);
    }
  }

  setState(state: SessionState): void {
    this.state = state.state;
  }

  private log(event: TokenEvent): void {
    const { lastToken } = this.totals.times;
    this.tokenLog.add(event, lastToken?.token.position === event.position ? lastToken.split : undefined);
  }

  private sample({ pass, first, count }: PassEvent): void {
    this.samples.push({ pass, positions: first + count });
    if (this.samples.length <= mostSamples) return;
    const thinned = this.samples.filter((_, index) => index % 2 === 0 || index === this.samples.length - 1);
    this.samples.splice(0, this.samples.length, ...thinned);
  }
}
