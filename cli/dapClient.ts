import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { withStallLimit } from '../debug-adapter/waits/wait';

/** An event as received. */
export interface DapEvent {
  readonly event: string;
  readonly body?: unknown;
}

interface Waiting {
  readonly matches: (event: DapEvent) => boolean;
  readonly resolve: (event: DapEvent) => void;
}

/** The editor's side of a debug session, over a pair of streams. */
export class DapClient {
  /** Called with every event, in order. */
  onEvent: (event: DapEvent) => void = () => undefined;
  private readonly answers = new Map<number, (response: DebugProtocol.Response) => void>();
  private waiting: Waiting[] = [];
  /** One callback per pending wait. A call restarts its time limit. */
  private readonly signsOfLife = new Set<() => void>();
  private received = Buffer.alloc(0);
  private lastSeq = 0;

  /**
   * @param input the output of the adapter.
   * @param output the input of the adapter.
   * @param silenceMs how long the adapter may send nothing during a wait. The total time of a wait has no limit: on a
   *   slow machine it may take minutes, and events show the progress.
   */
  constructor(
    input: Readable,
    private readonly output: Writable,
    private readonly silenceMs = 60_000,
  ) {
    input.on('data', (data: Buffer) => this.receive(data));
  }

  /** A client of an adapter in this process. `start` receives the adapter's two streams. */
  static inProcess(start: (input: PassThrough, output: PassThrough) => void): DapClient {
    const [toAdapter, fromAdapter] = [new PassThrough(), new PassThrough()];
    start(toAdapter, fromAdapter);
    return new DapClient(fromAdapter, toAdapter);
  }

  /** The complete response, successful or not. */
  async ask(command: string, args?: object): Promise<DebugProtocol.Response> {
    const seq = ++this.lastSeq;
    const answer = new Promise<DebugProtocol.Response>((resolve) => this.answers.set(seq, resolve));
    const text = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.output.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return this.waitFor(`the response to "${command}"`, answer);
  }

  /**
   * The body of a successful response.
   * @throws Error with the adapter's message when the request fails.
   */
  async request<R extends DebugProtocol.Response>(command: string, args?: object): Promise<R['body']> {
    const response = await this.ask(command, args);
    if (!response.success) throw new Error(response.message ?? `${command} failed.`);
    return response.body as R['body'];
  }

  /** The next event with one of these names. Call it before the action that causes the event. */
  next(...names: string[]): Promise<DapEvent> {
    const event = new Promise<DapEvent>((resolve) => {
      this.waiting.push({ matches: (candidate) => names.includes(candidate.event), resolve });
    });
    return this.waitFor(`the event ${names.map((name) => `"${name}"`).join(' or ')}`, event);
  }

  /** @throws WaitError when the adapter sends nothing at all for too long. */
  private waitFor<T>(what: string, result: Promise<T>): Promise<T> {
    let heard = (): void => undefined;
    const work = (goesOn: () => void): Promise<T> => {
      heard = goesOn;
      this.signsOfLife.add(heard);
      return result;
    };
    const subject = `The debug session, waiting for ${what},`;
    const wait = withStallLimit(work, this.silenceMs, subject, 'the debug adapter sent nothing');
    const forget = (): void => void this.signsOfLife.delete(heard);
    // Parallel to the wait, not after it: the code that waits must continue before the next message is read.
    wait.then(forget, forget);
    return wait;
  }

  private receive(data: Buffer): void {
    for (const heard of this.signsOfLife) heard();
    this.received = Buffer.concat([this.received, data]);
    for (;;) {
      const headerEnd = this.received.indexOf('\r\n\r\n');
      if (headerEnd < 0) return;
      const length = Number(
        /Content-Length: (\d+)/.exec(this.received.toString('latin1', 0, headerEnd))?.[1],
      );
      const end = headerEnd + 4 + length;
      if (this.received.length < end) return;
      const message = JSON.parse(
        this.received.toString('utf8', headerEnd + 4, end),
      ) as DebugProtocol.ProtocolMessage;
      this.received = this.received.subarray(end);
      this.dispatch(message);
    }
  }

  private dispatch(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      this.answers.get(response.request_seq)?.(response);
      this.answers.delete(response.request_seq);
      return;
    }
    const event = message as DebugProtocol.Event as DapEvent;
    this.onEvent(event);
    const called = this.waiting.filter(({ matches }) => matches(event));
    this.waiting = this.waiting.filter((entry) => !called.includes(entry));
    for (const { resolve } of called) resolve(event);
  }
}
