import * as vscode from 'vscode';

const key = 'prompt';
const first = 'Once upon a time';

/** The prompt that was used last in this workspace, and those that were chosen for sessions that run. */
export class LastPrompt {
  /** By the session's id: what its next start begins with. VS Code ends a session and starts the same one again. */
  private readonly chosen = new Map<string, string>();

  constructor(private readonly memory: vscode.Memento) {}

  get text(): string {
    return this.memory.get<string>(key, first);
  }

  /** A run used this prompt. */
  async remember(text: string): Promise<void> {
    if (text !== this.text) await this.memory.update(key, text);
  }

  /** Asks for another one; runs from now on begin with it, and so does the active session when it is restarted. */
  async change(): Promise<void> {
    const session = vscode.debug.activeDebugSession;
    const active = session?.type === 'ps2ml' ? session : undefined;
    const text = await vscode.window.showInputBox({
      title: 'Prompt',
      prompt: 'The text that the model continues, starting with the next run.',
      value: (active && promptOf(this.configurationOf(active))) ?? this.text,
    });
    if (text === undefined) return;
    await this.remember(text);
    if (active === undefined) return;
    this.chosen.set(active.id, text);
    void vscode.window.showInformationMessage('Restart the session to use the new prompt.');
  }

  /**
   * What a session asks for at its next start. VS Code restarts it with the configuration that it was started with, in
   * which the prompt of a project or of launch.json stands; the one that was chosen since holds.
   */
  configurationOf({ id, configuration }: Pick<vscode.DebugSession, 'id' | 'configuration'>): LaunchValues {
    return { ...configuration, ...this.chosenFor({ id }) };
  }

  /** What was chosen for a session since it was started. */
  chosenFor({ id }: Pick<vscode.DebugSession, 'id'>): { readonly prompt?: string } {
    const prompt = this.chosen.get(id);
    return prompt === undefined ? {} : { prompt };
  }
}

type LaunchValues = Readonly<Record<string, unknown>>;

function promptOf({ prompt }: LaunchValues): string | undefined {
  return typeof prompt === 'string' ? prompt : undefined;
}
