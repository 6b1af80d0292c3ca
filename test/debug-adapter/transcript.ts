import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapEvent } from '../../cli/dapClient';
import type { Conversation } from './conversation';

/** Writes down a debug conversation so that a person can read it and a change shows as a difference of lines. */
export class Transcript {
  private readonly lines: string[] = [];
  private heard = 0;

  constructor(private readonly conversation: Conversation) {}

  get text(): string {
    return `${this.lines.join('\n')}\n`;
  }

  /** The same without what only the built-in console sends: its television, which console.golden.txt holds. */
  get sharedText(): string {
    return this.text.replace(/^ {2}ps2ml\/television .*\n/gm, '');
  }

  /** Sends a request and writes down what is said until its answer. */
  async ask(command: string, args?: object, show: (body: unknown) => void = () => undefined): Promise<void> {
    this.add('', `→ ${command}${args === undefined ? '' : ` ${JSON.stringify(args)}`}`);
    const response = await this.conversation.client.ask(command, args);
    this.events();
    if (response.success) show(response.body);
    else this.add(`← refused: ${response.message ?? ''}`);
  }

  /** Sends a request that leads to a stop and writes down what an editor would show there. */
  async stop(command: string, args: object = { threadId: 1 }): Promise<void> {
    const { client } = this.conversation;
    const stopped = client.next('stopped', 'terminated');
    await this.ask(command, args);
    await stopped;
    this.events();
    await this.frames();
    for (const { name, variablesReference, expensive } of await this.conversation.scopes()) {
      if (expensive) continue;
      this.add(`  ${name}`);
      this.variables(await this.conversation.variables(variablesReference));
    }
  }

  /** Opens a scope, and of it the variables of this path; each level shows a page of three. */
  async open(scope: string, ...path: string[]): Promise<void> {
    this.add('', `→ open ${[scope, ...path].join(' / ')}`);
    let variables = await this.conversation.scope(scope);
    for (const name of path) {
      this.variables(variables.slice(0, 3));
      const next = variables.find((variable) => variable.name === name);
      if (!next) throw new Error(`There is no ${name} in ${scope}.`);
      const page = next.indexedVariables === undefined ? {} : { filter: 'indexed', start: 0, count: 3 };
      variables = await this.conversation.variables(next.variablesReference, page);
    }
    this.variables(variables);
  }

  async evaluate(expression: string): Promise<void> {
    await this.ask('evaluate', { expression, context: 'repl' }, (body) => {
      const { result, ...rest } = body as DebugProtocol.EvaluateResponse['body'];
      this.variables([{ ...rest, name: expression, value: result }], '← ');
    });
  }

  show(text: string): void {
    this.add(`← ${text}`);
  }

  /** Writes down the events that came since the last time; text of the model in one piece, however it came. */
  events(): void {
    const { events } = this.conversation;
    const fresh = events.slice(this.heard);
    this.heard = events.length;
    const text = fresh.map(textOf).join('');
    if (text !== '') this.add(`  text     ${JSON.stringify(text)}`);
    for (const event of fresh) this.event(event);
  }

  private event({ event, body }: DapEvent): void {
    switch (event) {
      case 'stopped': {
        const { reason, description, hitBreakpointIds, text } = body as DebugProtocol.StoppedEvent['body'];
        const hit = hitBreakpointIds ? `, breakpoint ${hitBreakpointIds.join(', ')}` : '';
        this.add(`  stopped  ${reason}: ${description ?? ''}${hit}`);
        if (text !== undefined) this.add(`           ${text}`);
        break;
      }
      case 'ps2ml/state':
        this.add(`  state    ${JSON.stringify(body)}`);
        break;
      // What differs from target to target or with the speed of the machine.
      case 'capabilities':
      case 'ps2ml/plan':
      case 'ps2ml/trace':
      case 'progressUpdate':
      case 'output':
        break;
      default:
        this.add(`  ${event}${body === undefined ? '' : `  ${JSON.stringify(body)}`}`);
    }
  }

  private async frames(): Promise<void> {
    const frames = await this.conversation.frames();
    for (const { name, line, source } of frames) {
      this.add(`  frame    ${name}, line ${line} of ${source?.path ?? source?.name ?? '?'}`);
    }
  }

  private variables(variables: readonly DebugProtocol.Variable[], start = '    '): void {
    for (const { name, value, type, memoryReference, variablesReference, indexedVariables } of variables) {
      const children = variablesReference === 0 ? '' : ` {${indexedVariables ?? 'named'}}`;
      const place = memoryReference === undefined ? '' : ` @${memoryReference}`;
      this.add(`${start}${name} = ${value}${type === undefined ? '' : `  (${type})`}${place}${children}`);
    }
  }

  private add(...lines: string[]): void {
    this.lines.push(...lines.map((line) => line.trimEnd()));
  }
}

function textOf({ event, body }: DapEvent): string {
  if (event !== 'output') return '';
  const { category, output } = body as DebugProtocol.OutputEvent['body'];
  return category === 'stdout' ? output : '';
}
