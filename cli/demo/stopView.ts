import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DapClient } from '../dapClient';
import { textTable } from '../../model/textTable';

/** Lines of the listing around a stop. */
const around = 2;
const shownScopes = ['Last result', 'Activations'];

/** The view of a stop in an editor, as text. */
export class StopView {
  private readonly lines: readonly string[];

  constructor(
    private readonly client: DapClient,
    listing: string,
  ) {
    this.lines = listing.trimEnd().split('\n');
  }

  async describe(title: string): Promise<string> {
    const { stackFrames } = await this.client.request<DebugProtocol.StackTraceResponse>('stackTrace', {
      threadId: 1,
    });
    const [top] = stackFrames;
    const { scopes } = await this.client.request<DebugProtocol.ScopesResponse>('scopes', {
      frameId: top?.id ?? 0,
    });
    const shown = scopes.filter(({ name }) => shownScopes.includes(name));
    const variables = await Promise.all(shown.map((scope) => this.scope(scope)));
    return [
      title,
      this.excerpt(top?.line ?? 1),
      `  call stack: ${stackFrames.map(({ name }) => name).join(' < ')}`,
      ...variables,
      '',
    ].join('\n');
  }

  private excerpt(line: number): string {
    const first = Math.max(1, line - around);
    return this.lines
      .slice(first - 1, line + around)
      .map((text, i) =>
        `  ${first + i === line ? '=>' : '  '} ${String(first + i).padStart(4)}  ${text}`.trimEnd(),
      )
      .join('\n');
  }

  private async scope({ name, variablesReference }: DebugProtocol.Scope): Promise<string> {
    const { variables } = await this.client.request<DebugProtocol.VariablesResponse>('variables', {
      variablesReference,
    });
    const rows = variables.map((variable) => [`    ${variable.name}`, variable.value]);
    return `  ${name}\n${textTable(rows)}`;
  }
}
