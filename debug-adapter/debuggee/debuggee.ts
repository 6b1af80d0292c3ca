import type { Listing } from '../../model/plan/listing';
import { renderListing } from '../../model/plan/listing';
import type { TraceEvent } from '../../model/trace/events';
import { Breakpoints } from '../breakpoints/breakpoints';
import type { DebuggeeListener, StandReason } from './debuggeeListener';
import { limits } from '../waits/limits';
import type { Checkpoint } from '../stepping/checkpoint';
import { Heading } from '../stepping/heading';
import { LimitedTarget } from '../targets/limitedTarget';
import { cursorAt, endOf, isDestination, isEnd, layerStartingAt, type Cursor } from '../stepping/cursor';
import { History } from './history';
import type { StopOnEntry } from '../launch/launchArguments';
import type { Program } from '../../project/program/program';
import type { LoadedProgram } from '../../project/program/load';
import type { Moment } from '../../model/trace/moment';
import { moveOf, runOf, toFirstLayer, type Move, type Step } from '../stepping/stepping';
import { Stop } from './stop';
import { Rewind } from '../stepping/rewind';
import { isBeginning, wayBack, type WayBack } from '../stepping/steppingBack';
import { anotherRun, atEnd, behind, noCheckpoints, noWayBack, noWriting, notDebugged } from './refusals';
import type { Position, RunUntil, StopReason, Target, TargetEvent } from '../targets/target';
import { Told } from './replayFilter';
import { promptLine, withText } from '../values/tokens';
import { withLimit, withStallLimit } from '../waits/wait';

/** How a session treats its program. */
export interface DebuggeeOptions {
  /** A run in which nobody stops keeps no way back, which costs time and memory. */
  readonly isDebugged: boolean;
  /** Where it can go back, it stops at the end of its run instead of ending the session. */
  readonly stopsAtEnd: boolean;
}

/** A program on a target under the control of a session: where it stands and how it moves. */
export class Debuggee {
  readonly listing: Listing;
  readonly breakpoints: Breakpoints;
  private history: History;
  private checkpoint: Checkpoint | undefined;
  /** Memory was changed since the checkpoint was saved. */
  private isChanged = false;
  private state: 'starting' | 'running' | 'stopped' | 'ended' = 'starting';
  private stop: Stop | undefined;
  private readonly heading = new Heading();
  private isPausing = false;
  private readonly limited: LimitedTarget;
  private readonly told = new Told();
  private readonly rewind: Rewind | undefined;
  private waiting: (() => void)[] = [];
  private failure: string | undefined;

  constructor(
    private readonly loaded: LoadedProgram,
    readonly target: Target,
    private readonly listener: DebuggeeListener,
    private readonly options: DebuggeeOptions,
  ) {
    const { plan } = loaded.program;
    this.listing = renderListing(plan);
    this.breakpoints = new Breakpoints(plan, this.listing);
    this.limited = new LimitedTarget(target);
    this.history = new History(plan, loaded.run.prompt);
    this.rewind = options.isDebugged && target.keeper ? new Rewind(target.keeper, this.told) : undefined;
    target.onEvent((event) => {
      this.onEvent(event);
    });
  }

  /** Makes the target ready; it then stands before operation 0, which is not reported yet. */
  async launch(signal: AbortSignal, progress: (message: string) => void = () => undefined): Promise<void> {
    const ready = async (goesOn: () => void): Promise<void> => {
      const entry = this.nextStop();
      await this.target.launch(this.loaded.run, signal, (message) => {
        goesOn();
        progress(message);
      });
      await entry;
      if (this.failure !== undefined) throw new Error(this.failure);
    };
    const advice = 'end the session and start it again, or choose another "target"';
    await withStallLimit(ready, limits.launch, 'Starting the target', advice, signal);
    // A text that was under way has more tokens than the prompt.
    const known = await this.target.tokens?.();
    if (!known || !this.stop) return;
    this.history = this.history.with(known);
    this.stand(this.stop.facts.cursor);
  }

  /** Reports the entry stop, or runs on when nothing asks for it. */
  async begin(stopOnEntry: StopOnEntry): Promise<void> {
    const { stop } = this;
    if (!stop) return;
    const { program, run } = this.loaded;
    this.listener.log(
      promptLine(program.tokenizer, this.history.tokens.length > 0 ? this.history.tokens : run.prompt),
    );
    const { operation } = stop.position;
    if (stopOnEntry === true) this.report(stop, 'entry');
    else if (this.breakpoints.atOperation(operation) && (await this.stopsAt(stop.facts.cursor)))
      this.report(stop, 'breakpoint');
    else {
      const until = stopOnEntry === 'layer' ? toFirstLayer(program.plan) : ({ kind: 'end' } as const);
      await this.resume(this.heading.step(until), true);
    }
  }

  /** What tells the model apart from others, where it was computed. */
  get modelHash(): string | undefined {
    return this.loaded.modelHash;
  }

  /** What is executed. */
  get program(): Program {
    return this.loaded.program;
  }

  /** The present stop. @throws Error while the program runs or when it has ended. */
  get current(): Stop {
    if (this.state === 'stopped' && this.stop) return this.stop;
    throw new Error(
      this.state === 'ended'
        ? 'The program has ended: start it again.'
        : 'The program is running: pause it first.',
    );
  }

  /** What a step would do from here. @throws Error when the program is not stopped. */
  move(step: Step): Move {
    const { facts, plan } = this.current;
    return moveOf(plan, facts.cursor, step, this.breakpoints);
  }

  /** Carries out a move; a stop or the end is reported when it is reached. */
  async go(move: Move, step: Step): Promise<void> {
    const { facts } = this.current;
    if (move.kind === 'end') {
      this.end(facts.end ?? '');
      return;
    }
    if (move.kind === 'enter') {
      const inside = { ...facts.cursor, atHeader: false };
      if (move.reason === 'step' || (await this.stopsAt(inside))) {
        this.arrive(inside, move.reason);
        return;
      }
    }
    const { until } = move.kind === 'run' ? move : runOf(facts.target.plan, facts.cursor, step);
    const wantsToken = step === 'stepToken';
    await this.resume(this.heading.step(until, wantsToken), step !== 'stepToken' && step !== 'stepLayer');
  }

  /**
   * Runs until it stands before an operation of a pass that is still to come, whatever it passes by.
   * @throws Error when the program is not stopped, or is there already.
   */
  async runTo(moment: Required<Moment>): Promise<void> {
    const { pass, operation } = this.current.position;
    if (moment.pass < pass || (moment.pass === pass && moment.operation <= operation)) {
      throw new Error('The run is past that moment: start it again and go there.');
    }
    await this.resume(this.heading.goTo(moment), true);
  }

  /**
   * The way to the line before, or to the last breakpoint that was passed by, without one to the beginning.
   * @throws Error in words when there is none or the target cannot go back.
   */
  wayBack(step: 'stepBack' | 'reverseContinue'): WayBack {
    const { facts, plan } = this.current;
    const { history, breakpoints, rewind, target } = this;
    if (!this.options.isDebugged) throw notDebugged();
    if (!rewind) throw noWayBack(target.capabilities);
    return wayBack(step, { plan, cursor: facts.cursor, history, breakpoints, rewind });
  }

  /**
   * Takes a way back: from a kept moment runs to the line; the stop there is reported. A program that cannot be
   * brought there is nowhere, and ends with the reason.
   */
  async goBack(way: WayBack): Promise<void> {
    const { rewind } = this;
    if (!rewind) throw noWayBack(this.target.capabilities);
    this.leave(true);
    this.heading.goBack(way);
    await this.rewindTo(way, rewind).catch((error: unknown) => this.fail(error));
  }

  private async rewindTo(way: WayBack, rewind: Rewind): Promise<void> {
    const { target } = this;
    const back = rewind.near(way.line, (history) => (this.history = history));
    const advice = 'end the session and start it again';
    const position = await withLimit(back, limits.checkpoint, 'Going back', advice);
    if (position.pass === way.line.pass && position.operation === way.line.operation) {
      this.onStopped(position, 'step');
      return;
    }
    await target.setBreakpoints([]);
    const isToEnd = isEnd(target.plan, way.line);
    await target.resume(isToEnd ? { kind: 'end' } : { kind: 'operations', operations: [way.line.operation] });
  }

  /** Changes EE RAM. @throws Error in words when the target cannot, or the run has been further than here. */
  async writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    const { target, end } = this.current.facts;
    if (!target.capabilities.writeMemory || !target.writeMemory) throw noWriting(target.capabilities);
    if (end !== undefined) throw atEnd();
    if (this.rewind && this.told.isBehind) throw behind();
    const written = await target.writeMemory(address, bytes);
    if (this.rewind) {
      await this.rewind.beginAnew();
      // It is of the run without the change, to which nothing leads any more.
      this.checkpoint = undefined;
    }
    this.isChanged = true;
    if (this.told.isBehind) this.beginAnother();
    return written;
  }

  /** Stops the program where it is; nothing to do when it stands already. */
  async pause(): Promise<void> {
    if (this.state !== 'running') return;
    this.isPausing = true;
    await this.limited.pause(this.nextStop());
  }

  /** Keeps the present stop, to return to. @throws Error in words when the target cannot. */
  async saveCheckpoint(): Promise<void> {
    const { cursor } = this.current.facts;
    if (!this.rewind) {
      if (!this.target.saveCheckpoint && !this.options.isDebugged) throw notDebugged();
      await this.limited.saveCheckpoint();
    }
    this.checkpoint = { history: this.history.with(), cursor, told: this.told.now };
    this.isChanged = false;
  }

  /** Goes back to the stop that was kept. @throws Error in words when the target cannot or there is none. */
  async returnToCheckpoint(): Promise<void> {
    const { target, current, checkpoint } = this;
    if (!this.rewind && !target.returnToCheckpoint) throw noCheckpoints(target.capabilities);
    if (!checkpoint) {
      const ends = this.rewind ? '; a change of memory ends it' : '';
      throw new Error(`There is no checkpoint in this session: save one first${ends}.`);
    }
    if (this.rewind) {
      const { position, atHeader } = checkpoint.cursor;
      const stopped = this.nextStop();
      await this.goBack({ line: { ...position, atHeader }, reason: 'pause' });
      await stopped;
      return;
    }
    const position = await this.limited.returnToCheckpoint();
    if (this.stop !== current) return;
    this.history = checkpoint.history.with();
    this.told.goBack(checkpoint.told);
    if (this.isChanged) this.beginAnother();
    this.isChanged = false;
    // The breakpoints went back with all of memory.
    await this.updateBreakpoints();
    const { cursor } = checkpoint;
    const isSame = JSON.stringify(cursor.position) === JSON.stringify(position);
    const { plan } = this.loaded.program;
    this.arrive(isSame ? cursor : cursorAt(plan, position, 'pause', undefined, this.breakpoints), 'pause');
  }

  /** Tells the target about changed breakpoints. */
  async updateBreakpoints(): Promise<void> {
    if (this.state !== 'ended') await this.limited.setBreakpoints(this.breakpoints.operations);
  }

  /**
   * Ends the program and frees everything; may be called twice.
   * @param stays whether the program is to run on; what the launch said when not given.
   */
  async dispose(reason: string, stays?: boolean): Promise<void> {
    this.end(reason);
    try {
      await this.limited.dispose(stays);
    } finally {
      await this.loaded.close();
    }
  }

  private async resume(until: RunUntil, isExpected: boolean): Promise<void> {
    this.leave(isExpected);
    await this.target.resume(until);
  }

  private leave(isExpected: boolean): void {
    this.state = 'running';
    this.stop = undefined;
    this.rewind?.runs();
    this.listener.running(isExpected);
  }

  private onEvent(event: TargetEvent): void {
    if (this.state === 'ended') return;
    switch (event.type) {
      case 'trace':
        for (const item of event.events) this.remember(item);
        this.tellTrace(this.told.untold(event.events));
        this.keepWhenDue();
        break;
      case 'text': {
        const text = this.told.untoldText(event.text);
        if (text !== '') this.listener.text(text);
        break;
      }
      case 'log':
        if (!this.told.isBehind) this.listener.log(event.text);
        break;
      case 'kept':
        this.rewind?.kept(event, this.history.with()).catch((error: unknown) => this.fail(error));
        break;
      case 'stopped':
        this.onStopped(event.position, event.reason);
        break;
      case 'ended':
        this.onEnded(event.reason).catch((error: unknown) => this.fail(error));
        break;
      case 'failed':
        this.end('failed', event.message);
        break;
    }
  }

  private tellTrace(events: readonly TraceEvent[]): void {
    const { tokenizer } = this.loaded.program;
    if (events.length > 0) this.listener.trace(events.map((event) => withText(event, tokenizer)));
  }

  private keepWhenDue(): void {
    if (this.heading.returning) return;
    this.rewind?.keepWhenDue().catch((error: unknown) => this.fail(error));
  }

  /** What runs now is not what the views have counted. */
  private beginAnother(): void {
    this.told.beginAnew();
    this.listener.log(anotherRun);
  }

  private fail(error: unknown): void {
    this.end('failed', error instanceof Error ? error.message : String(error));
  }

  private remember(event: TraceEvent): void {
    this.history.add(event);
    if (event.type === 'token') this.heading.sampled();
  }

  private onStopped(position: Stop['position'], reason: StopReason): void {
    const onwards = this.heading.onwards(position, reason);
    if (onwards) {
      this.goOn(onwards);
      return;
    }
    const returning = this.heading.back();
    if (returning) {
      const isThere = reason === 'step';
      const { atHeader } = returning.line;
      const cursor = isThere ? { position, atHeader } : this.cursorAt(position, reason);
      const arriving = this.arriveBack(cursor, isThere ? returning.reason : reason);
      arriving.catch((error: unknown) => this.fail(error));
      return;
    }
    if (reason === 'breakpoint' && this.state === 'running') {
      this.weigh(position).catch((error: unknown) => this.fail(error));
      return;
    }
    const wasStarting = this.state === 'starting';
    this.stand(this.cursorAt(position, reason));
    this.wake();
    if (!wasStarting && this.stop) this.report(this.stop, reason);
  }

  /** Ends, or stands behind the last operation, from where one can go back. */
  private async onEnded(reason: string): Promise<void> {
    const { lastPass } = this.history;
    if (!this.options.stopsAtEnd || !this.rewind || !lastPass) {
      this.end(reason);
      return;
    }
    if (this.heading.back()) await this.updateBreakpoints();
    this.arrive(endOf(this.loaded.program.plan, lastPass), 'end', reason);
  }

  private async arriveBack(cursor: Cursor, reason: StopReason): Promise<void> {
    // They went back too, and were in the way.
    await this.updateBreakpoints();
    if (reason !== 'breakpoint' || (await this.breakpoints.holdAt(this.stopOf(cursor)))) {
      this.arrive(cursor, reason);
      return;
    }
    this.stand(cursor);
    if (this.rewind === undefined || isBeginning(cursor, this.rewind)) this.arrive(cursor, 'entry');
    else await this.goBack(this.wayBack('reverseContinue'));
  }

  /** Stops at breakpoints whose terms hold, and goes on from others. */
  private async weigh(position: Position): Promise<void> {
    const { run } = this.heading;
    const atHeader = layerStartingAt(this.loaded.program.plan, position.operation) !== undefined;
    const first = { position, atHeader };
    const isStep = run !== undefined && isDestination(run, position.operation);
    // A step arrives at the header, whatever stands inside.
    const lines = atHeader && !isStep ? [first, { position, atHeader: false }] : [first];
    let holding: Cursor | undefined;
    for (const line of lines) if (!holding && (await this.stopsAt(line))) holding = line;
    if (this.state !== 'running') return;
    if (holding) this.arrive(holding, 'breakpoint');
    else if (isStep) this.onStopped(position, 'step');
    else if (this.isPausing || !run) this.arrive(first, 'pause');
    else this.goOn(run);
  }

  /** Whether a breakpoint on a line stops the run. */
  private stopsAt(cursor: Cursor): Promise<boolean> {
    const advice = 'take the condition or the message off the breakpoint';
    const weighing = this.breakpoints.stopAt(this.stopOf(cursor), (text) => this.listener.log(text));
    return withLimit(weighing, limits.breakpoints, 'Looking at the terms of a breakpoint', advice);
  }

  private cursorAt(position: Position, reason: StopReason): Cursor {
    return cursorAt(this.loaded.program.plan, position, reason, this.heading.run, this.breakpoints);
  }

  /** Leaves a stop that nobody is to see. */
  private goOn(until: RunUntil): void {
    this.target.resume(until).catch((error: unknown) => this.fail(error));
  }

  private arrive(cursor: Cursor, reason: StandReason, end?: string): void {
    const stop = this.stand(cursor, end);
    this.wake();
    this.report(stop, reason);
  }

  private stand(cursor: Cursor, end?: string): Stop {
    this.state = 'stopped';
    this.rewind?.stands();
    this.heading.stands();
    this.isPausing = false;
    this.stop = this.stopOf(cursor, end);
    // A target that is at its end keeps nothing any more.
    if (end === undefined) this.keepWhenDue();
    return this.stop;
  }

  private stopOf(cursor: Cursor, end?: string): Stop {
    const { model, tokenizer, arithmetic } = this.loaded.program;
    const last = this.history.lastBefore(cursor.position);
    return new Stop({
      model,
      ...(tokenizer && { tokenizer }),
      arithmetic,
      target: this.target,
      cursor,
      ...(last && { last }),
      ...(end !== undefined && { end }),
      tokens: [...this.history.tokens],
    });
  }

  private report(stop: Stop, reason: StandReason): void {
    this.listener.stopped(stop, reason, this.listing, this.breakpoints);
  }

  private end(reason: string, failure?: string): void {
    if (this.state === 'ended') return;
    const wasStarting = this.state === 'starting';
    this.state = 'ended';
    this.stop = undefined;
    this.failure = failure;
    this.wake();
    // A program that never started is the failure of its launch.
    if (!wasStarting) this.listener.ended(reason, failure);
  }

  /** Resolves at the next stop or at the end. */
  private nextStop(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
