import { errorText } from '../../common/errorText';
import { renderListing, type Listing } from '../../model/plan/listing';
import { formatAddress } from '../../model/plan/units';
import type { TraceEvent } from '../../model/trace/events';
import type { Moment } from '../../model/trace/moment';
import type { SessionToken } from '../../model/trace/session';
import { BreakpointGate } from '../breakpoints/breakpointGate';
import { Breakpoints } from '../breakpoints/breakpoints';
import { AdapterError } from '../errors/adapterError';
import type { StopOnEntry } from '../launch/launchArguments';
import type { LoadedProgram } from '../../project/program/load';
import type { KnownModel } from '../../project/program/otherModels';
import type { Program } from '../../project/program/program';
import type { Comparison } from '../divergence/finding';
import { Checkpoints } from '../stepping/checkpoints';
import { type Cursor, cursorAt, endOf, layerStartingAt } from '../stepping/cursor';
import { before } from '../stepping/snapshots';
import { Heading } from '../stepping/heading';
import { Reverse } from '../stepping/reverse';
import { moveOf, runOf, toFirstLayer, type Move, type Step } from '../stepping/stepping';
import { wayTo, type StepBackRoute } from '../stepping/steppingBack';
import type { Controller } from '../../ps2/iop/controller';
import type { Television } from '../targets/television';
import { LimitedTarget } from '../targets/limitedTarget';
import type { Position, RunUntil, StopReason, Target, TargetEvent } from '../targets/target';
import { namedToken, promptLine, textLine, withText } from '../values/tokens';
import { PastValues } from '../values/pastValues';
import { limits } from '../waits/limits';
import { withStallLimit } from '../waits/wait';
import { ComparedRun, comparisonText } from './comparedRun';
import type { DebuggeeListener, StopCause } from './debuggeeListener';
import { LifeCycle } from './lifeCycle';
import {
  newRunNotice,
  atEnd,
  changedEarlier,
  nothingChanged,
  inputBehind,
  noInputAtStop,
  noTelevision,
  pausesLater,
  noCheckpoint,
  noCheckpoints,
  cannotStepBack,
  noWriting,
  notComparable,
  runHasEnded,
  noReference,
  notDebugged,
} from './refusals';
import { Changes, type Change, type ChangedPart } from './changes';
import { ReferenceRun } from './referenceRun';
import { RunRecord } from './runRecord';
import { Stop } from './stop';

/** How a session runs its program. */
interface DebuggeeOptions {
  /** A run without debugging takes no snapshots, which cost time and memory. */
  readonly isDebugged: boolean;
  /** If the target can step back, the program stops at the end of its run instead of ending the session. */
  readonly stopsAtEnd: boolean;
  /** The reference engine for the same program, where there is one. */
  readonly createReference?: () => Target;
}

/** Bytes to write to an address. */
export type MemoryPart = Pick<ChangedPart, 'address' | 'bytes'>;

/** A program on a target under the control of a session: where it is stopped and how it continues. */
export class Debuggee {
  private rendered: Listing;
  private listings = 1;
  readonly breakpoints: Breakpoints;
  private readonly life = new LifeCycle();
  private readonly heading = new Heading();
  private readonly record: RunRecord;
  private readonly checkpoints: Checkpoints;
  private readonly gate: BreakpointGate;
  private readonly reverse: Reverse | undefined;
  private readonly limited: LimitedTarget;
  private readonly past = new PastValues();
  private readonly changes = new Changes();
  private readonly referenceRun: ReferenceRun | undefined;
  private isPausing = false;
  private compared: ComparedRun | undefined;
  /** The program waits for a person with a controller. */
  private isAwaiting = false;
  /** Where to stop when a text begins; undefined until the editor is ready. */
  private stopOnEntry: StopOnEntry | undefined;

  constructor(
    private readonly loaded: LoadedProgram,
    readonly target: Target,
    private readonly listener: DebuggeeListener,
    private readonly options: DebuggeeOptions,
  ) {
    const { plan } = target;
    this.rendered = renderListing(plan);
    this.breakpoints = new Breakpoints(plan, this.rendered);
    this.limited = new LimitedTarget(target);
    this.record = new RunRecord(target, loaded.run.prompt);
    this.checkpoints = new Checkpoints(this.record);
    this.gate = new BreakpointGate(
      target,
      this.breakpoints,
      (cursor) => this.stopOf(cursor),
      (text) => this.listener.log(text),
    );
    if (options.isDebugged && target.snapshots)
      this.reverse = new Reverse(target, target.snapshots, this.limited, this.record, this.changes);
    if (options.createReference) this.referenceRun = new ReferenceRun(options.createReference, loaded.run);
    target.onEvent((event) => {
      this.onEvent(event);
    });
  }

  /** Makes the target ready. It is then stopped before operation 0, which is not reported yet. */
  async launch(signal: AbortSignal, progress: (message: string) => void = () => undefined): Promise<void> {
    const ready = async (goesOn: () => void): Promise<void> => {
      const entry = this.life.nextStop();
      await this.target.launch(this.loaded.run, signal, (message) => {
        goesOn();
        progress(message);
      });
      await entry;
      const { failure } = this.life;
      if (failure !== undefined) throw new AdapterError('target', failure);
    };
    const advice = 'restart the session, or choose another "target"';
    await withStallLimit(ready, limits.launch, 'Starting the target', advice, signal);
    // A text that was already running has more tokens than the prompt.
    const known = await this.target.tokens?.();
    const { stopped } = this.life;
    if (!known || !stopped) return;
    this.record.joined(known);
    this.enterStop(stopped.facts.cursor);
  }

  /**
   * Reports the entry stop, or continues if no stop is requested.
   * @param compares the run is compared with the reference from its beginning.
   */
  async begin(stopOnEntry: StopOnEntry, compares = false): Promise<void> {
    this.stopOnEntry = stopOnEntry;
    const { stopped: stop } = this.life;
    if (!stop) {
      // A person chooses the text, and it begins then.
      if (this.life.isRunning) this.tellWaiting(undefined);
      return;
    }
    const { run } = this.loaded;
    const { tokens } = this.record.history;
    const { tokenizer } = this.known;
    const isOwn = this.target.plan.described !== undefined;
    if (!isOwn) this.listener.log(promptLine(tokenizer, tokens.length > 0 ? tokens : run.prompt));
    else if (tokens.length > 0) this.listener.log(textLine(tokenizer, tokens));
    const { operation } = stop.position;
    if (this.isPausing) this.report(stop, 'pause');
    else if (compares) await this.compareWithReference();
    else if (stopOnEntry === true) this.report(stop, 'entry');
    else if (this.breakpoints.atOperation(operation) && (await this.gate.stopsAt(stop.facts.cursor)))
      this.report(stop, 'breakpoint');
    else {
      const until = stopOnEntry === 'layer' ? toFirstLayer(this.target.plan) : ({ kind: 'end' } as const);
      await this.resume(this.heading.step(until), true);
    }
  }

  /** The forward pass as a text. It grows with what a program that describes itself reports. */
  get listing(): Listing {
    return this.rendered;
  }

  /** How often the listing was another one. */
  get listingNumber(): number {
    return this.listings;
  }

  /** The model that is shown, and what belongs to it: that of the session, or the one that a program says it runs. */
  get known(): KnownModel {
    const { program, modelHash } = this.loaded;
    const { model, tokenizer } = program;
    const { described } = this.target;
    if (described?.model && described.model.model !== model) return described.model;
    // Of a model that is unknown here, the tokenizer is unknown too.
    if (described && !described.model) return { model };
    return {
      model,
      ...(tokenizer && { tokenizer }),
      ...(modelHash !== undefined && { modelHash }),
    };
  }

  /**
   * The text that the run goes on from: its prompt, or what was there when the session attached. The prompt of a program
   * that describes itself is its own.
   */
  get prompt(): readonly SessionToken[] {
    const { run } = this.loaded;
    const { tokens } = this.record.history;
    const { tokenizer } = this.known;
    const isOwn = this.target.plan.described !== undefined;
    return (isOwn || tokens.length > 0 ? tokens : run.prompt).map((id) => namedToken(tokenizer, id));
  }

  /** The program that runs. */
  get program(): Program {
    return this.loaded.program;
  }

  /** The current stop. @throws AdapterError while the program runs or when it has ended. */
  get current(): Stop {
    return this.life.current;
  }

  /** What a step does from here. @throws AdapterError when the program is not stopped. */
  move(step: Step): Move {
    const { facts, plan } = this.current;
    return moveOf(plan, facts.cursor, step, this.breakpoints);
  }

  /** Reserves the stop for one step, until that begins. @throws AdapterError when another has it, or none is possible. */
  claim(): void {
    this.life.claim();
  }

  /** The step for which the stop is reserved does not begin. */
  release(): void {
    this.life.release();
  }

  /** Carries out a move. The stop or end that it leads to is reported later. */
  async go(move: Move, step: Step): Promise<void> {
    const { facts } = this.current;
    if (move.kind === 'end') {
      this.end(facts.end ?? '');
      return;
    }
    if (move.kind === 'enter') {
      const inside = { ...facts.cursor, atHeader: false };
      if (move.reason === 'step' || (await this.gate.stopsAt(inside))) {
        this.arrive(inside, move.reason);
        return;
      }
    }
    const { until } = move.kind === 'run' ? move : runOf(facts.target.plan, facts.cursor, step);
    const wantsToken = step === 'stepToken';
    await this.resume(this.heading.step(until, wantsToken), step !== 'stepToken' && step !== 'stepLayer');
  }

  /**
   * Runs to an operation of a later pass and ignores all stops before it.
   * @throws AdapterError when the program is not stopped, or is already past that point.
   */
  async runTo(moment: Required<Moment>): Promise<void> {
    const { pass, operation } = this.current.position;
    if (moment.pass < pass || (moment.pass === pass && moment.operation <= operation)) {
      throw new AdapterError(
        'arguments',
        'The run is already past that point. Restart the session and run to it.',
      );
    }
    await this.resume(this.heading.goTo(moment), true);
  }

  /**
   * Runs on, past breakpoints, until the result of an operation differs from the reference, and reports a stop
   * behind it.
   */
  async compareWithReference(): Promise<void> {
    this.checkComparable();
    const { current, target } = this;
    const compared = new ComparedRun(this.loaded, target, current.position);
    this.compared = compared;
    const { tokens } = this.record.history;
    this.leave(false);
    try {
      const found = await compared.compare(tokens.length > 0 ? tokens : this.loaded.run.prompt);
      this.compared = undefined;
      await this.reportComparison(found, compared);
    } catch (error) {
      this.compared = undefined;
      if (this.life.hasEnded) return;
      this.listener.log(errorText(error));
      this.arrive(cursorAt(target.plan, compared.position, 'pause', undefined, this.breakpoints), 'pause');
    }
  }

  /** @throws AdapterError when the run cannot be compared with the reference from here on. */
  checkComparable(): void {
    if (this.current.facts.end !== undefined) throw runHasEnded();
    if (this.target.plan.described !== undefined) throw notComparable();
  }

  /** Stops where a comparison has led to. */
  private async reportComparison(found: Comparison, compared: ComparedRun): Promise<void> {
    const { ending, position } = compared;
    const { plan } = this.target;
    const text = comparisonText(found);
    this.listener.log(text);
    if (ending?.type === 'failed') this.end('failed', ending.message);
    else if (ending) await this.onEnded(ending.reason);
    else {
      const isFound = found.divergence !== undefined;
      const cursor = cursorAt(plan, position, 'pause', undefined, this.breakpoints);
      this.arrive(cursor, isFound ? 'exception' : 'pause', undefined, isFound ? text : undefined);
    }
  }

  /**
   * The route to the previous line, or to the last breakpoint that was passed; if there is none, to the start of the run.
   * @throws AdapterError when the run is at its start or the target cannot step back.
   */
  stepBackRoute(step: 'stepBack' | 'reverseContinue'): StepBackRoute {
    const { cursor } = this.current.facts;
    if (!this.options.isDebugged) throw notDebugged();
    return this.reverseOrRefuse().stepBackRoute(step, cursor, this.breakpoints);
  }

  /**
   * Takes a route back: the program runs from a snapshot to the line, and the stop is reported there. If that fails, the
   * state of the program is unknown, so the session ends with the reason.
   */
  async goBack(route: StepBackRoute): Promise<void> {
    const reverse = this.reverseOrRefuse();
    this.leave(true);
    this.heading.goBack(route);
    try {
      const position = await reverse.go(route);
      if (position) this.onStopped(position, 'step');
    } catch (error) {
      this.fail(error);
    }
  }

  /** Changes EE RAM. @returns bytes written. @throws AdapterError when the target cannot. */
  writeMemory(address: number, bytes: Uint8Array): Promise<number> {
    return this.change(`${bytes.length} bytes at ${formatAddress(address)}`, [{ address, bytes }]);
  }

  /**
   * Changes EE RAM at this stop. The run meets the change again when it comes here after going back.
   * @param label what is changed, for the user.
   * @param undoes the number of the change that this one takes back.
   * @returns bytes written.
   * @throws AdapterError when the target cannot.
   */
  async change(label: string, parts: readonly MemoryPart[], undoes?: number): Promise<number> {
    const stop = this.current;
    const { target, end } = stop.facts;
    if (!target.writeMemory) throw noWriting(target.descriptor);
    if (end !== undefined) throw atEnd();
    const changed: ChangedPart[] = [];
    for (const { address, bytes } of parts) {
      const old = await target.readMemory(address, bytes.length);
      const written = await target.writeMemory(address, bytes);
      changed.push({ address, bytes: bytes.slice(0, written), before: old.slice(0, written) });
    }
    const place = stop.position;
    this.changes.add({ label, place, parts: changed, ...(undoes !== undefined && { undoes }) });
    await this.onChanged();
    return changed.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** What was changed on the way to this stop, in order. */
  get changesMade(): readonly Change[] {
    return this.changes.made;
  }

  /**
   * Takes back the last change. Where the run has gone on since, it goes back to the place of the change, without it.
   * @throws AdapterError when there is none, or the target cannot go back.
   */
  async undoChange(): Promise<Change> {
    const stop = this.current;
    const { target } = stop.facts;
    const last = this.changes.made.at(-1);
    if (!last || !target.writeMemory) throw nothingChanged();
    const isHere = !before(last.place, stop.position);
    if (!isHere && !this.reverse) throw changedEarlier(last.label);
    if (!isHere) {
      const atHeader = layerStartingAt(this.target.plan, last.place.operation) !== undefined;
      const { pass, operation } = last.place;
      const stopped = this.life.nextStop();
      await this.goBack({ line: { pass, operation, atHeader }, reason: 'pause' });
      await stopped;
    }
    const parts = [...last.parts].reverse().map((part) => ({ address: part.address, bytes: part.before }));
    await this.change(last.label, parts, last.number);
    return last;
  }

  /** The run goes on in another way from here. */
  private async onChanged(): Promise<void> {
    const { position } = this.current;
    this.past.forgetFrom(position);
    await this.reverse?.rewind.startNewRun(position);
    this.checkpoints.memoryChanged(this.reverse !== undefined);
    if (this.record.filter.isBehind) this.startNewRun();
    await this.updateBreakpoints();
  }

  /** The television of the program. @throws AdapterError when its target has none here. */
  get television(): Television {
    const { television, descriptor } = this.target;
    if (!television) throw noTelevision(descriptor);
    return television;
  }

  /** Somebody uses the controller. @throws AdapterError at a stop, and after stepping back. */
  async input(controller: Controller): Promise<void> {
    const { television } = this;
    if (!this.life.isRunning) throw noInputAtStop();
    if (this.reverse && this.record.filter.isBehind) throw inputBehind();
    await television.input(controller);
  }

  /** The program waits for the controller. */
  get waits(): boolean {
    return this.isAwaiting && this.life.isRunning;
  }

  /** Stops the program where it is. Does nothing if it is already stopped. */
  async pause(): Promise<void> {
    if (!this.life.isRunning) return;
    this.isPausing = true;
    if (this.compared) {
      const stopped = this.life.nextStop();
      this.compared.pause();
      await stopped;
      return;
    }
    if (this.isAwaiting) {
      this.listener.log(pausesLater);
      await this.target.pause();
      return;
    }
    await this.limited.pause(this.life.nextStop());
  }

  /** Saves the current stop as the checkpoint. @throws AdapterError when the target cannot. */
  async saveCheckpoint(): Promise<void> {
    const { cursor } = this.current.facts;
    if (!this.reverse) {
      if (!this.target.saveState && !this.options.isDebugged) throw notDebugged();
      await this.limited.saveCheckpoint();
    }
    this.checkpoints.save(cursor);
  }

  /** Returns to the checkpoint. @throws AdapterError when the target cannot or there is no checkpoint. */
  async returnToCheckpoint(): Promise<void> {
    const { target, current, checkpoints } = this;
    const { last: checkpoint } = checkpoints;
    if (!this.reverse && !target.saveState) throw noCheckpoints(target.descriptor);
    if (!checkpoint) throw noCheckpoint(this.reverse !== undefined);
    const { cursor } = checkpoint;
    if (this.reverse) {
      const stopped = this.life.nextStop();
      await this.goBack({ line: { ...cursor.position, atHeader: cursor.atHeader }, reason: 'pause' });
      await stopped;
      return;
    }
    const position = await this.limited.returnToCheckpoint();
    if (this.life.stopped !== current) return;
    this.record.goBack(checkpoint);
    if (checkpoints.startsNewRun) this.startNewRun();
    checkpoints.returned();
    // The save state restored all of memory, the program's breakpoints included.
    await this.updateBreakpoints();
    const isSame = JSON.stringify(cursor.position) === JSON.stringify(position);
    const { plan } = this.target;
    this.arrive(isSame ? cursor : cursorAt(plan, position, 'pause', undefined, this.breakpoints), 'pause');
  }

  /** Sends the target the changed breakpoints. */
  async updateBreakpoints(): Promise<void> {
    if (this.life.hasEnded) return;
    const operations = new Set([...this.breakpoints.operations, ...this.changes.operationsAhead]);
    await this.limited.setBreakpoints([...operations].sort((a, b) => a - b));
  }

  /**
   * Ends the program and frees everything; may be called twice.
   * @param stays whether the program keeps running. Default: the setting of the launch configuration.
   */
  async dispose(reason: string, stays?: boolean): Promise<void> {
    this.end(reason);
    try {
      await this.referenceRun?.dispose();
      await this.limited.dispose(stays);
    } finally {
      await this.loaded.close();
    }
  }

  private reverseOrRefuse(): Reverse {
    if (!this.reverse) throw cannotStepBack(this.target);
    return this.reverse;
  }

  private async resume(until: RunUntil, isExpected: boolean): Promise<void> {
    this.leave(isExpected);
    await this.target.resume(until);
  }

  private leave(isExpected: boolean): void {
    this.life.leave();
    this.reverse?.rewind.started();
    this.listener.running(isExpected);
  }

  private onEvent(event: TargetEvent): void {
    if (this.life.hasEnded || this.compared?.take(event)) return;
    switch (event.type) {
      case 'planned':
        this.onPlanned(event.tokens);
        break;
      case 'newText':
        this.record.joined([]);
        if (!this.record.filter.isBehind)
          this.listener.log(`\nText ${event.number} of the program begins at position ${event.first}.`);
        break;
      case 'trace':
        this.onTrace(event.events);
        break;
      case 'text': {
        const text = this.record.filter.newText(event.text);
        if (text !== '') this.listener.text(text);
        break;
      }
      case 'log':
        if (!this.record.filter.isBehind) this.listener.log(event.text);
        break;
      case 'snapshotTaken':
        this.reverse
          ?.snapshotTaken(event, this.record.now.history)
          .catch((error: unknown) => this.fail(error));
        break;
      case 'person':
        this.onPerson(event.isAwaited, event.end);
        break;
      case 'stopped':
        if (event.begun)
          this.onText(event.position, event.reason, event.begun).catch((error: unknown) => this.fail(error));
        else this.onStopped(event.position, event.reason);
        break;
      case 'ended':
        this.onEnded(event.reason).catch((error: unknown) => this.fail(error));
        break;
      case 'failed':
        this.end('failed', event.message);
        break;
    }
  }

  /** A program that describes itself has another plan now. @param tokens of its text, when the session joins it. */
  private onPlanned(tokens: readonly number[] | undefined): void {
    const { plan } = this.target;
    if (tokens) this.record.joined(tokens);
    const { length } = this.rendered.lines;
    this.rendered = renderListing(plan);
    // Places and sizes of results change from pass to pass, which moves no line.
    const hasGrown = this.rendered.lines.length !== length;
    const found = hasGrown ? this.breakpoints.replan(plan, this.rendered) : [];
    if (!hasGrown || this.life.isStarting) return;
    this.listings++;
    this.updateBreakpoints().catch((error: unknown) => this.fail(error));
    this.listener.replanned(found);
  }

  private onTrace(events: readonly TraceEvent[]): void {
    for (const event of events) {
      this.record.add(event);
      if (event.type === 'token') this.heading.sampled();
    }
    const fresh = this.record.filter.newEvents(events);
    const { tokenizer } = this.known;
    if (fresh.length > 0) this.listener.trace(fresh.map((event) => withText(event, tokenizer)));
    this.takeSnapshotWhenDue();
  }

  private takeSnapshotWhenDue(): void {
    if (this.heading.returning) return;
    this.reverse?.rewind.takeWhenDue().catch((error: unknown) => this.fail(error));
  }

  private onPerson(isAwaited: boolean, end: string | undefined): void {
    this.isAwaiting = isAwaited;
    if (this.life.isStarting && isAwaited) {
      this.life.leave();
      this.life.wake();
      return;
    }
    // What a run that goes back meets again is not news.
    if (this.heading.returning || this.record.filter.isBehind) return;
    if (isAwaited) this.tellWaiting(end);
    else this.listener.waits(false);
  }

  private tellWaiting(end: string | undefined): void {
    this.listener.waits(true, end);
  }

  /** A text begins that a person has chosen: nothing leads back to the one before. */
  private async onText(position: Position, reason: StopReason, tokens: readonly number[]): Promise<void> {
    this.isAwaiting = false;
    this.record.begin(tokens);
    this.checkpoints.memoryChanged(true);
    this.changes.clear();
    this.past.clear();
    await this.reverse?.rewind.startNewText();
    this.listener.newText();
    const { isPausing } = this;
    this.enterStop(this.cursorAt(position, reason));
    this.isPausing = isPausing;
    this.life.wake();
    if (this.stopOnEntry !== undefined) await this.begin(this.stopOnEntry);
    this.isPausing = false;
  }

  /** From here on, the run differs from the one that the views have counted. */
  private startNewRun(): void {
    this.record.filter.startNewRun();
    this.listener.log(newRunNotice);
  }

  private onStopped(position: Position, reason: StopReason): void {
    if (this.changes.isDue(position)) {
      this.repeatChanges(position, reason).catch((error: unknown) => this.fail(error));
      return;
    }
    const { returning: route } = this.heading;
    if (route && reason === 'breakpoint') {
      // On the way back there are no breakpoints but those before changes.
      const { pass, operation } = route.line;
      const isThere = position.pass === pass && position.operation === operation;
      if (isThere) this.onStopped(position, 'step');
      else this.goOn(wayTo(this.target.plan, route.line));
      return;
    }
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
    if (reason === 'breakpoint' && this.life.isRunning) {
      this.onBreakpoint(position).catch((error: unknown) => this.fail(error));
      return;
    }
    const wasStarting = this.life.isStarting;
    const stop = this.enterStop(this.cursorAt(position, reason));
    this.life.wake();
    if (!wasStarting) this.report(stop, reason);
  }

  /** The run has come to changes that were made here before it went back. */
  private async repeatChanges(position: Position, reason: StopReason): Promise<void> {
    for (const { parts } of this.changes.take(position))
      for (const { address, bytes } of parts) await this.target.writeMemory?.(address, bytes);
    this.past.forgetFrom(position);
    this.onStopped(position, reason);
  }

  /** Ends the session, or stops after the last operation, so that the user can step back. */
  private async onEnded(reason: string): Promise<void> {
    const { lastPass } = this.record.history;
    if (!this.options.stopsAtEnd || !this.reverse || !lastPass) {
      this.end(reason);
      return;
    }
    if (this.heading.back()) await this.updateBreakpoints();
    this.arrive(endOf(this.target.plan, lastPass), 'end', reason);
  }

  private async arriveBack(cursor: Cursor, reason: StopReason): Promise<void> {
    // Breakpoints were cleared for stepping back.
    await this.updateBreakpoints();
    if (reason !== 'breakpoint' || (await this.gate.holdsAt(cursor))) {
      this.arrive(cursor, reason);
      return;
    }
    this.enterStop(cursor);
    if (this.reverse === undefined || this.reverse.isRunStart(cursor)) this.arrive(cursor, 'entry');
    else await this.goBack(this.stepBackRoute('reverseContinue'));
  }

  /** Stops at breakpoints whose conditions hold, and continues from others. */
  private async onBreakpoint(position: Position): Promise<void> {
    const { run } = this.heading;
    const { holding, endsStep, first } = await this.gate.decide(position, run);
    if (!this.life.isRunning) return;
    if (holding) this.arrive(holding, 'breakpoint');
    else if (endsStep) this.onStopped(position, 'step');
    else if (this.isPausing || !run) this.arrive(first, 'pause');
    else this.goOn(run);
  }

  private cursorAt(position: Position, reason: StopReason): Cursor {
    return cursorAt(this.target.plan, position, reason, this.heading.run, this.breakpoints);
  }

  /** Continues from a stop that is not reported. */
  private goOn(until: RunUntil): void {
    this.target.resume(until).catch((error: unknown) => this.fail(error));
  }

  private arrive(cursor: Cursor, reason: StopCause, end?: string, text?: string): void {
    const stop = this.enterStop(cursor, end);
    this.life.wake();
    this.report(stop, reason, text);
  }

  private enterStop(cursor: Cursor, end?: string): Stop {
    const stop = this.stopOf(cursor, end);
    this.life.stopAt(stop);
    this.reverse?.rewind.stopped();
    this.heading.stopped();
    this.isPausing = false;
    // A program that has ended cannot be saved.
    if (end === undefined) this.takeSnapshotWhenDue();
    return stop;
  }

  private stopOf(cursor: Cursor, end?: string): Stop {
    const { arithmetic } = this.loaded.program;
    const { model, tokenizer } = this.known;
    const { history } = this.record;
    const last = history.lastBefore(cursor.position);
    return new Stop({
      model,
      ...(tokenizer && { tokenizer }),
      arithmetic,
      target: this.target,
      cursor,
      ...(last && { last }),
      ...(end !== undefined && { end }),
      tokens: [...history.tokens],
      ran: new Set(history.ran),
      hadTail: history.hadTailBefore(cursor.position.pass),
      past: this.past,
      reference: () => this.referenceAt(cursor),
    });
  }

  /** The reference engine at a line. @throws AdapterError where it cannot be there. */
  private async referenceAt(cursor: Cursor): Promise<Stop> {
    const { target, referenceRun } = this;
    if (!referenceRun || target.plan.described) throw noReference(target.plan.described !== undefined);
    const place = await referenceRun.at(cursor.position);
    const here = this.stopOf(cursor).facts;
    return new Stop({
      ...here,
      target: place.target,
      tokens: place.tokens,
      past: new PastValues(),
      reference: () => this.referenceAt(cursor),
    });
  }

  private report(stop: Stop, reason: StopCause, text?: string): void {
    this.listener.stopped(stop, reason, this.listing, this.breakpoints, text);
  }

  private fail(error: unknown): void {
    this.end('failed', errorText(error));
  }

  private end(reason: string, failure?: string): void {
    if (this.life.hasEnded) return;
    const wasStarting = this.life.isStarting;
    this.life.end(failure);
    this.compared?.abort();
    // If the program never started, the launch reports the failure.
    if (!wasStarting) this.listener.ended(reason, failure);
  }
}
