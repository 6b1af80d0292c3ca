import { provenanceOf } from '../launch/launchTiming';
import { Event, InitializedEvent, InvalidatedEvent, LoadedSourceEvent } from '@vscode/debugadapter';
import { contextText } from '../../model/plan/contextsThatFit';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { AnsweringSession } from './answeringSession';
import { capabilities, capabilitiesOf } from './capabilities';
import { listingInFile, ownListing, readListingFile, type ListingPlace } from '../breakpoints/listingPlace';
import type { Debuggee } from '../debuggee/debuggee';
import { actionOf } from '../errors/actionOf';
import { AdapterError } from '../errors/adapterError';
import type { SessionPlan, SessionRequests, SessionToken } from '../../model/trace/session';
import { builtIn } from '../../targets/builtIn';
import { controllerOf } from '../targets/television';
import { chooseText, inputOf, knownOf, realTimeOf, waitingWords } from './televisionRequests';
import { disassemblyAt } from './disassembly';
import { formatAddress } from '../../model/plan/units';
import { framesAt } from './frames';
import type { SessionHost } from './sessionHost';
import { ExpressionError } from '../expressions/error';
import { parseExpression } from '../expressions/syntax';
import { writersOf } from '../expressions/writers';
import { Inspection } from './inspection';
import { Intervention } from './intervention';
import type { DebugRequest } from '../../targets/fields';
import { plannedWith } from '../launch/plannedWith';
import { parseLaunchArguments, type LaunchArguments } from '../launch/launchArguments';
import { launchDebuggee } from '../launch/launching';
import { Progress } from './progress';
import { Reporter, thread } from './reporter';
import type { Moment } from '../../model/trace/moment';
import { sessionDriveOf } from './sessionDrive';
import { sessionPlanOf } from './sessionPlan';
import { isListing, listingSource, pathOfUri } from './listingSource';
import type { Move, Step } from '../stepping/stepping';
import type { StepBackRoute } from '../stepping/steppingBack';

/** A running program and its launch configuration. */
interface Running {
  readonly debuggee: Debuggee;
  readonly launch: LaunchArguments;
  /** The text that it went on from when the session began. */
  readonly prompt: readonly SessionToken[];
}

/** The handler of each custom request. Arguments come from outside, so each handler checks its own. */
type SessionRequestHandlers = Readonly<
  Record<keyof SessionRequests, (response: DebugProtocol.Response, args: unknown) => void>
>;

const isSessionRequest = (
  command: string,
  handlers: SessionRequestHandlers,
): command is keyof SessionRequests => Object.hasOwn(handlers, command);

/** The reference of a source, which an editor may leave out although the protocol demands it. */
function referenceOf({
  source,
  sourceReference,
}: Partial<DebugProtocol.SourceArguments>): number | undefined {
  return source?.sourceReference ?? sourceReference;
}

/**
 * A session of the Debug Adapter Protocol: translates between an editor and a debuggee. Runs inline in an editor
 * (`handleMessage`, `onDidSendMessage`) or on a pair of streams (`start`).
 */
export class Session extends AnsweringSession {
  private readonly reporter = new Reporter((event) => {
    this.sendEvent(event);
  });
  private readonly inspection = new Inspection(
    () => this.program.debuggee.current,
    (address, bytes) => this.program.debuggee.writeMemory(address, bytes),
  );
  private readonly intervention = new Intervention(
    () => this.program.debuggee,
    (path) => this.host.openFile(path),
  );
  private readonly requests: SessionRequestHandlers = {
    'ps2ml/stepToken': (response) => this.step(response, 'stepToken'),
    'ps2ml/stepLayer': (response) => this.step(response, 'stepLayer'),
    'ps2ml/saveCheckpoint': (response) =>
      this.answer(response, () => this.program.debuggee.saveCheckpoint(), { showUser: true }),
    'ps2ml/returnToCheckpoint': (response) =>
      this.answer(response, () => this.program.debuggee.returnToCheckpoint(), { showUser: true }),
    'ps2ml/compareWithReference': (response) =>
      this.answer(response, () => this.program.debuggee.checkComparable(), {
        showUser: true,
        then: () => this.program.debuggee.compareWithReference(),
      }),
    'ps2ml/runTo': (response, args) =>
      this.answer(response, () => this.program.debuggee.runTo(momentOf(args))),
    'ps2ml/copy': (response, args) => this.answer(response, () => this.inspection.copy(args)),
    'ps2ml/picture': (response, args) =>
      this.answer(response, () => this.program.debuggee.television.picture(knownOf(args))),
    'ps2ml/input': (response, args) =>
      this.answer(response, () => this.program.debuggee.input(controllerOf(inputOf(args)))),
    'ps2ml/pace': (response, args) =>
      this.answer(response, () => this.program.debuggee.television.pace(realTimeOf(args))),
  };
  private running: Running | undefined;
  private launching: { readonly progress: Progress; readonly done: Promise<Debuggee> } | undefined;
  private showsProgress = false;
  private showsInvalidation = false;
  private isClosed = false;

  constructor(private readonly host: SessionHost) {
    super();
    this.setDebuggerLinesStartAt1(true);
    this.setDebuggerColumnsStartAt1(true);
  }

  protected override initializeRequest(
    response: DebugProtocol.InitializeResponse,
    args: DebugProtocol.InitializeRequestArguments,
  ): void {
    this.showsProgress = args.supportsProgressReporting ?? false;
    this.showsInvalidation = args.supportsInvalidatedEvent ?? false;
    this.answer(response, () => capabilities);
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    args: DebugProtocol.LaunchRequestArguments,
  ): void {
    this.answer(response, () => this.launch('launch', args, response.request_seq), { showUser: true });
  }

  protected override attachRequest(
    response: DebugProtocol.AttachResponse,
    args: DebugProtocol.AttachRequestArguments,
  ): void {
    this.answer(response, () => this.launch('attach', args, response.request_seq), { showUser: true });
  }

  protected override cancelRequest(
    response: DebugProtocol.CancelResponse,
    args: DebugProtocol.CancelArguments,
  ): void {
    this.answer(response, () => this.launching?.progress.cancel(args));
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.after(response, ({ debuggee, launch }) =>
      debuggee.begin(
        !launch.noDebug && launch.stopOnEntry,
        !launch.noDebug && launch.compareWith === 'reference',
      ),
    );
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    this.answer(response, async () => {
      const asked = args.breakpoints ?? (args.lines ?? []).map((line) => ({ line }));
      const lines = asked.map((breakpoint) => ({
        ...breakpoint,
        line: this.convertClientLineToDebugger(breakpoint.line),
      }));
      const place = await this.placeOf(args.source);
      if (place === undefined) {
        const message =
          'Breakpoints can only be set in the listing of the running forward pass, or in a file that "ps2ml plan --listing" wrote.';
        return { breakpoints: lines.map(() => ({ verified: false, message })) };
      }
      const breakpoints = this.program.debuggee.breakpoints.setLines(lines, place);
      await this.updateBreakpoints();
      return { breakpoints: breakpoints.map((breakpoint) => this.toClientLine(breakpoint)) };
    });
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    this.answer(response, async () => {
      const breakpoints = this.program.debuggee.breakpoints.setNames(args.breakpoints);
      await this.updateBreakpoints();
      return { breakpoints };
    });
  }

  protected override dataBreakpointInfoRequest(
    response: DebugProtocol.DataBreakpointInfoResponse,
    args: DebugProtocol.DataBreakpointInfoArguments,
  ): void {
    this.answer(response, async () => {
      const { variablesReference, name } = args;
      const dataId =
        variablesReference === undefined || variablesReference === 0
          ? name
          : await this.inspection.expressionOf(variablesReference, name);
      const { plan } = this.program.debuggee.target;
      try {
        writersOf(parseExpression(dataId), plan);
      } catch (error) {
        if (error instanceof ExpressionError) return { dataId: null, description: error.message };
        throw error;
      }
      return { dataId, description: dataId, accessTypes: ['write' as const], canPersist: true };
    });
  }

  protected override setDataBreakpointsRequest(
    response: DebugProtocol.SetDataBreakpointsResponse,
    args: DebugProtocol.SetDataBreakpointsArguments,
  ): void {
    this.answer(response, async () => {
      const breakpoints = this.program.debuggee.breakpoints.setData(args.breakpoints);
      await this.updateBreakpoints();
      return { breakpoints };
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.answer(response, () => {
      // The filters of the arguments may be missing, whatever their type says.
      const [filter] = (args.filters as readonly string[] | undefined) ?? [];
      if (filter === undefined) return undefined;
      throw new AdapterError('notSupported', `There is no exception filter "${filter}".`);
    });
  }

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    args: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    this.answer(response, async () => {
      const { debuggee } = this.program;
      const place = await this.placeOf(args.source);
      if (place === undefined) return { breakpoints: [] };
      const first = place.toListing(this.convertClientLineToDebugger(args.line));
      const last = place.toListing(this.convertClientLineToDebugger(args.endLine ?? args.line));
      const lines = debuggee.breakpoints.linesBetween(first, last).map((line) => place.fromListing(line));
      return { breakpoints: lines.map((line) => ({ line: this.convertDebuggerLineToClient(line) })) };
    });
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    this.answer(response, () => {
      const name = this.running?.debuggee.waits === true ? `${thread.name}, ${waitingWords}` : thread.name;
      return { threads: [{ ...thread, name }] };
    });
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    args: DebugProtocol.StackTraceArguments,
  ): void {
    this.answer(response, async () => {
      const { debuggee } = this.program;
      const { plan, facts } = debuggee.current;
      const frames = framesAt(plan, debuggee.listing, facts.cursor, this.source);
      const registers = await facts.target.registers?.();
      const [top] = frames;
      if (top && registers) top.instructionPointerReference = formatAddress(registers.pc);
      const start = args.startFrame ?? 0;
      const end = args.levels === undefined || args.levels === 0 ? frames.length : start + args.levels;
      return {
        stackFrames: frames.slice(start, end).map((frame) => ({
          ...this.toClientLine(frame),
          column: this.convertDebuggerColumnToClient(frame.column),
        })),
        totalFrames: frames.length,
      };
    });
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse): void {
    this.answer(response, () => this.inspection.scopes());
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    this.answer(response, () => this.inspection.variables(args));
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    args: DebugProtocol.EvaluateArguments,
  ): void {
    // Only what is written in the console may change something: hovers and watches are evaluated by themselves.
    const isCommand = args.context === 'repl';
    this.answer(response, async () => {
      const said = isCommand ? await this.intervention.command(args.expression) : undefined;
      if (said === undefined) return this.inspection.evaluate(args);
      this.invalidate();
      return { result: said, variablesReference: 0 };
    });
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    args: DebugProtocol.SetVariableArguments,
  ): void {
    this.answer(
      response,
      async () => {
        const expression = await this.inspection.expressionOf(args.variablesReference, args.name);
        return this.intervention.set(expression, args.value);
      },
      { then: () => this.invalidate() },
    );
  }

  protected override setExpressionRequest(
    response: DebugProtocol.SetExpressionResponse,
    args: DebugProtocol.SetExpressionArguments,
  ): void {
    this.answer(response, () => this.intervention.set(args.expression, args.value), {
      then: () => this.invalidate(),
    });
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    args: DebugProtocol.CompletionsArguments,
  ): void {
    const column = this.convertClientColumnToDebugger(args.column);
    this.answer(response, () => this.inspection.completions(args.text, column));
  }

  protected override sourceRequest(
    response: DebugProtocol.SourceResponse,
    args: DebugProtocol.SourceArguments,
  ): void {
    this.answer(response, () => {
      const reference = referenceOf(args);
      if (reference === undefined || !this.isListing({ sourceReference: reference })) {
        throw new AdapterError(
          'arguments',
          `This session has no source ${reference ?? 'without a reference'}.`,
        );
      }
      return { content: this.program.debuggee.listing.text, mimeType: 'text/plain' };
    });
  }

  protected override loadedSourcesRequest(response: DebugProtocol.LoadedSourcesResponse): void {
    this.answer(response, () => ({ sources: [this.source] }));
  }

  protected override readMemoryRequest(
    response: DebugProtocol.ReadMemoryResponse,
    args: DebugProtocol.ReadMemoryArguments,
  ): void {
    this.answer(response, () => this.inspection.memory(args));
  }

  protected override writeMemoryRequest(
    response: DebugProtocol.WriteMemoryResponse,
    args: DebugProtocol.WriteMemoryArguments,
  ): void {
    this.answer(response, () => this.inspection.write(args), { then: () => this.invalidate() });
  }

  protected override disassembleRequest(
    response: DebugProtocol.DisassembleResponse,
    args: DebugProtocol.DisassembleArguments,
  ): void {
    this.answer(response, async () => {
      const { target } = this.program.debuggee.current.facts;
      return { instructions: await disassemblyAt(target, args) };
    });
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    this.step(response, 'continue', { allThreadsContinued: true });
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.step(response, 'next');
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.step(response, 'stepIn');
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.step(response, 'stepOut');
  }

  protected override stepBackRequest(response: DebugProtocol.StepBackResponse): void {
    this.stepBack(response, 'stepBack');
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.stepBack(response, 'reverseContinue');
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.after(response, ({ debuggee }) => debuggee.pause());
  }

  protected override customRequest(command: string, response: DebugProtocol.Response, args?: unknown): void {
    if (isSessionRequest(command, this.requests)) this.requests[command](response, args);
    else {
      const unknown = `Unknown request "${command}".`;
      this.answer(response, () => Promise.reject(new AdapterError('unknownRequest', unknown)));
    }
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.answer(response, () => this.finish('terminated'));
  }

  protected override disconnectRequest(
    response: DebugProtocol.DisconnectResponse,
    args: DebugProtocol.DisconnectArguments | undefined,
  ): void {
    const { terminateDebuggee, restart } = args ?? {};
    const stays = restart === true || terminateDebuggee === undefined ? undefined : !terminateDebuggee;
    this.answer(response, () => this.finish('disconnected', stays), {
      then: () => {
        this.shutdown();
      },
    });
  }

  /** The editor disconnected: frees everything and notifies the host. */
  override shutdown(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.finish('disconnected')
      .catch((error: unknown) => {
        this.note(error);
      })
      .finally(() => this.host.closed?.());
  }

  override dispose(): void {
    super.dispose();
    this.shutdown();
  }

  protected override buttonFor(error: unknown): Pick<DebugProtocol.Message, 'url' | 'urlLabel'> {
    const action = actionOf(error);
    const url = action && this.host.actionUrl?.(action);
    return action === undefined || url === undefined ? {} : { url, urlLabel: action.label };
  }

  protected override note(error: unknown): void {
    this.host.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  private async launch(request: DebugRequest, values: unknown, requestId: number): Promise<void> {
    if (this.launching)
      throw new AdapterError('programExists', 'This session already has a program. Start another session.');
    const asked = this.host.launchValues?.(values) ?? values;
    const launch = parseLaunchArguments(asked, [...this.host.targets.keys()], request);
    const send = (event: DebugProtocol.Event): void => {
      if (this.showsProgress) this.sendEvent(event);
    };
    const progress = new Progress(
      'launch',
      `Loading ${launch.program.split(/[\\/]/).at(-1) ?? launch.program}`,
      requestId,
      send,
    );
    const done = launchDebuggee(launch, this.host, this.reporter, progress);
    this.launching = { progress, done };
    try {
      const debuggee = await done;
      this.running = { debuggee, launch, prompt: debuggee.prompt };
    } catch (error) {
      // The editor may correct the configuration and launch again.
      this.launching = undefined;
      throw error;
    } finally {
      progress.end();
    }
    const { debuggee } = this.running;
    const { target } = debuggee;
    const { plan, descriptor } = target;
    const { television } = descriptor.capabilities;
    // A person who chooses a text begins a run with that.
    if (debuggee.waits) this.reporter.log(`${chooseText(television)}\n`);
    else this.reporter.planned(this.sessionPlan);
    this.reporter.onNewText = () => {
      this.running = { debuggee, launch, prompt: debuggee.prompt };
      this.reporter.planned(this.sessionPlan);
    };
    if (launch.interactive && television === 'none') {
      this.reporter.log(
        `The ${descriptor.id} target has no television, so "interactive" has no effect. Run on the ${builtIn.label} ("target": "${builtIn.id}").\n`,
      );
    }
    this.reporter.onReplanned = () => this.replan();
    const context = contextText(plan);
    if (context !== undefined) this.reporter.log(`${plan.model} runs with ${context}.\n`);
    const drive = sessionDriveOf(debuggee.program, launch, descriptor);
    if (!plan.described) this.reporter.log(`${plannedWith(debuggee.program, launch, drive?.disc)}\n`);
    if (launch.onDisconnect === 'keepRunning' && !descriptor.capabilities.keepsRunning) {
      this.reporter.log(
        `The ${descriptor.id} target ends with its session, so "onDisconnect": "keepRunning" has no effect.\n`,
      );
    } else if (launch.onDisconnect === 'keepRunning' && drive?.disc === undefined) {
      this.reporter.log(
        `The program reads its weights from this PC and stops without them when the session ends. To keep it running, set "files": "disc" in "${descriptor.id}".\n`,
      );
    }
    const more = capabilitiesOf(target, !launch.noDebug);
    if (target.television !== undefined)
      this.reporter.sendCustomEvent('ps2ml/television', { isInteractive: launch.menu !== undefined });
    if (Object.keys(more).length > 0) this.sendEvent(new Event('capabilities', { capabilities: more }));
    this.sendEvent(new InitializedEvent());
  }

  /** Memory was changed, and the values that are shown may depend on it. */
  private invalidate(): void {
    if (this.showsInvalidation) this.sendEvent(new InvalidatedEvent(['variables']));
  }

  /** What the views receive. */
  private get sessionPlan(): SessionPlan {
    const { debuggee, launch, prompt } = this.program;
    const { listing, target, known } = debuggee;
    const { modelHash } = known;
    const { plan, descriptor } = target;
    const { sourceReference, path } = this.source;
    const place =
      sourceReference === undefined ? { ...(path !== undefined && { uri: path }) } : { sourceReference };
    const { layout: layoutFrom } = launch.origins;
    const drive = sessionDriveOf(debuggee.program, launch, descriptor);
    const isCompiled = plan.described === undefined;
    return {
      ...sessionPlanOf(plan, listing, place, provenanceOf(launch)),
      ...(isCompiled ? { layout: launch.layout } : { grows: true as const }),
      ...(isCompiled && layoutFrom !== undefined && { layoutFrom }),
      ...(drive !== undefined && { drive }),
      ...(modelHash !== undefined && { modelHash }),
      ...(plan.described?.isMatched && { modelPath: target.described?.model?.path ?? launch.program }),
      prompt,
    };
  }

  /** The program has described more of itself: the views and the editor get the new listing. */
  private replan(): void {
    this.reporter.sendCustomEvent('ps2ml/plan', { ...this.sessionPlan, continues: true });
    this.sendEvent(new LoadedSourceEvent('new', this.source));
  }

  /** Resumes the program, after the response to the editor. */
  private step(response: DebugProtocol.Response, step: Step, body?: object): void {
    const route = (debuggee: Debuggee): Move => debuggee.move(step);
    this.moveAfter(response, route, (debuggee, move) => debuggee.go(move, step), body);
  }

  /** Goes back, after the response to the editor. */
  private stepBack(response: DebugProtocol.Response, step: 'stepBack' | 'reverseContinue'): void {
    const route = (debuggee: Debuggee): StepBackRoute => debuggee.stepBackRoute(step);
    this.moveAfter(response, route, (debuggee, back) => debuggee.goBack(back));
  }

  /** Answers and then moves. A request to move that comes in between is refused, as while the program runs. */
  private moveAfter<Route>(
    response: DebugProtocol.Response,
    routeOf: (debuggee: Debuggee) => Route,
    go: (debuggee: Debuggee, route: Route) => Promise<void>,
    body?: object,
  ): void {
    this.answer(
      response,
      () => {
        const { debuggee } = this.program;
        routeOf(debuggee);
        debuggee.claim();
        return body;
      },
      {
        showUser: true,
        then: async () => {
          const { debuggee } = this.program;
          try {
            await go(debuggee, routeOf(debuggee));
          } catch (error) {
            debuggee.release();
            throw error;
          }
        },
      },
    );
  }

  /** Responds at once and then does the work. */
  private after(response: DebugProtocol.Response, work: (program: Running) => Promise<void>): void {
    this.answer(response, () => (this.running ? undefined : Promise.reject(noProgram())), {
      then: () => work(this.program),
    });
  }

  /** Ends the program, even if it is still loading. */
  private async finish(reason: string, stays?: boolean): Promise<void> {
    const { launching } = this;
    if (!launching) return;
    launching.progress.abort('The session has ended.');
    const debuggee = await launching.done.catch(() => undefined);
    await debuggee?.dispose(reason, stays);
  }

  private async updateBreakpoints(): Promise<void> {
    const { debuggee, launch } = this.program;
    if (!launch.noDebug) await debuggee.updateBreakpoints();
  }

  private get program(): Running {
    if (!this.running) throw noProgram();
    return this.running;
  }

  /** The listing that a source of the editor is: the session's own or one in a file; undefined for anything else. */
  private async placeOf(source: DebugProtocol.Source): Promise<ListingPlace | undefined> {
    const { debuggee } = this.program;
    if (this.isListing(source)) return ownListing;
    const { path, sourceReference } = source;
    if (path === undefined || (sourceReference !== undefined && sourceReference > 0)) return undefined;
    const file = await this.host.openFile(pathOfUri(path)).catch(() => undefined);
    if (file === undefined) return undefined;
    try {
      const text = await readListingFile(file.source);
      return text === undefined ? undefined : listingInFile(path, text, debuggee.listing.text);
    } finally {
      await file.close();
    }
  }

  private get source(): DebugProtocol.Source {
    const { debuggee, launch } = this.program;
    return listingSource(debuggee.target.plan.model, this.listingUri(launch), debuggee.listingNumber);
  }

  /** An editor's listing is that of the compiled plan. */
  private listingUri({ listingUri }: LaunchArguments): string | undefined {
    return this.program.debuggee.target.plan.described ? undefined : listingUri;
  }

  private isListing(source: DebugProtocol.Source): boolean {
    const { debuggee, launch } = this.program;
    return isListing(source, this.listingUri(launch), debuggee.listingNumber);
  }

  private toClientLine<T extends { line?: number }>(item: T): T {
    return item.line === undefined ? item : { ...item, line: this.convertDebuggerLineToClient(item.line) };
  }
}

function noProgram(): AdapterError {
  return new AdapterError(
    'noProgram',
    'No program is running in this session. Send "launch" or "attach" first.',
  );
}

/** The arguments of ps2ml/runTo. @throws AdapterError when they are not integers. */
function momentOf(value: unknown): Required<Moment> {
  const { pass, operation } = (value ?? {}) as Partial<Record<keyof Moment, unknown>>;
  if (Number.isSafeInteger(pass) && Number.isSafeInteger(operation)) {
    return { pass: Number(pass), operation: Number(operation) };
  }
  throw new AdapterError('arguments', '"ps2ml/runTo" needs the integers "pass" and "operation".');
}
