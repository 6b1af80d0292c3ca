import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapClient, type DapEvent } from '../../cli/dapClient';
import type { SessionHost, TargetFactory } from '../../debug-adapter/session/sessionHost';
import type { Program } from '../../project/program/program';
import { adjacentTokenizer, openFile } from '../../project/program/node/files';
import { Session } from '../../debug-adapter/session/session';
import { startInProcess } from '../../debug-adapter/targets/inProcess';
import type { Target } from '../../debug-adapter/targets/target';
import { ReferenceTarget } from '../../debug-adapter/targets/reference';
import type { TraceEvent } from '../../model/trace/events';
import type { SessionPlan, SessionTrace } from '../../model/trace/session';
import { projectRoot } from '../support/project';

/** The generated sample, which has every feature of the architecture. */
export const tiny = {
  program: path.join(projectRoot, 'samples', 'tiny', 'tiny.psnt'),
  tokenizer: path.join(projectRoot, 'samples', 'tiny', 'tiny.tokenizer.bin'),
  prompt: 'Once upon a time',
  tokens: 8,
} as const;

/** A launch whose disc reads and float arithmetic are looked at. */
export const streamed = { layout: 'streamed', arithmeticVersion: 1 } as const;

export const referenceInProcess: TargetFactory = (program: Program): Target =>
  new ReferenceTarget(program, startInProcess);

export interface ConversationOptions {
  readonly target?: TargetFactory;
  readonly targetName?: string;
  readonly initialize?: object;
  readonly host?: Partial<SessionHost>;
}

/** A real session and a client that talk over streams; keeps every event. */
export class Conversation {
  readonly client: DapClient;
  readonly session: Session;
  readonly events: DapEvent[] = [];
  /** Lines that the session wrote for those who look for a fault in it. */
  readonly faults: string[] = [];
  /** Resolves when the session has freed everything. */
  readonly closed: Promise<void>;

  constructor({
    target = referenceInProcess,
    targetName = 'reference',
    host = {},
  }: ConversationOptions = {}) {
    let close = (): void => undefined;
    this.closed = new Promise((resolve) => (close = resolve));
    this.session = new Session({
      openFile,
      adjacentTokenizer,
      targets: new Map([[targetName, target]]),
      log: (line) => this.faults.push(line),
      closed: close,
      ...host,
    });
    this.client = DapClient.inProcess((input, output) => this.session.start(input, output));
    this.client.onEvent = (event) => this.events.push(event);
  }

  /** A conversation up to the launch; the first stop comes after `configurationDone`. */
  static async launch(args: object, options: ConversationOptions = {}): Promise<Conversation> {
    const conversation = new Conversation(options);
    await conversation.initialize(options.initialize);
    await conversation.client.request('launch', args);
    return conversation;
  }

  async initialize(args: object = {}): Promise<DebugProtocol.Capabilities> {
    const request = { adapterID: 'ps2ml', pathFormat: 'path', ...args };
    return this.client
      .request<DebugProtocol.InitializeResponse>('initialize', request)
      .then((body) => body ?? {});
  }

  /** Sends a request that leads to a stop. @returns the body of the stop. */
  async stop(command: string, args: object = { threadId: 1 }): Promise<DebugProtocol.StoppedEvent['body']> {
    const stopped = this.client.next('stopped', 'terminated');
    await this.client.request(command, args);
    const event = await stopped;
    if (event.event !== 'stopped') {
      const outputs = this.bodies('output') as DebugProtocol.OutputEvent['body'][];
      const said = outputs.slice(-4).map(({ output }) => output);
      throw new Error(`The program ended on ${command}, after: ${said.join('').trim()}`);
    }
    return event.body as DebugProtocol.StoppedEvent['body'];
  }

  /** Sends a request that lets the program run to its end. */
  async end(command: string): Promise<void> {
    const terminated = this.client.next('terminated');
    await this.client.request(command, { threadId: 1 });
    await terminated;
  }

  async frames(): Promise<DebugProtocol.StackFrame[]> {
    const body = await this.client.request<DebugProtocol.StackTraceResponse>('stackTrace', { threadId: 1 });
    return body.stackFrames;
  }

  /** The top frame as `name:line`. */
  async place(): Promise<string> {
    const [top] = await this.frames();
    return `${top?.name ?? ''}:${top?.line ?? 0}`;
  }

  async scopes(): Promise<DebugProtocol.Scope[]> {
    return (await this.client.request<DebugProtocol.ScopesResponse>('scopes', { frameId: 1 })).scopes;
  }

  async variables(variablesReference: number, page: object = {}): Promise<DebugProtocol.Variable[]> {
    const args = { variablesReference, ...page };
    return (await this.client.request<DebugProtocol.VariablesResponse>('variables', args)).variables;
  }

  /** The variables of a scope by name. */
  async scope(name: string): Promise<DebugProtocol.Variable[]> {
    const scope = (await this.scopes()).find((candidate) => candidate.name === name);
    if (!scope) throw new Error(`There is no scope ${name}.`);
    return this.variables(scope.variablesReference);
  }

  /** Bytes of EE RAM as base64. */
  async memory(memoryReference: string, offset: number, count: number): Promise<string | undefined> {
    const args = { memoryReference, offset, count };
    const body = await this.client.request<DebugProtocol.ReadMemoryResponse>('readMemory', args);
    return body?.data;
  }

  /** What the session told the views of the plan. */
  get plan(): SessionPlan {
    const [body] = this.bodies('ps2ml/plan');
    if (!body) throw new Error('The session sent no plan.');
    return body as SessionPlan;
  }

  /** Every trace event so far. */
  get trace(): TraceEvent[] {
    return this.bodies('ps2ml/trace').flatMap((body) => (body as SessionTrace).events);
  }

  /** What the model has written so far. */
  get text(): string {
    const outputs = this.bodies('output').map((body) => body as DebugProtocol.OutputEvent['body']);
    return outputs.map(({ category, output }) => (category === 'stdout' ? output : '')).join('');
  }

  bodies(event: string): unknown[] {
    return this.events.filter((candidate) => candidate.event === event).map(({ body }) => body);
  }

  async close(): Promise<void> {
    await this.client.request('disconnect');
    await this.closed;
  }
}
