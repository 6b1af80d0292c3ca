import * as vscode from 'vscode';

const key = 'prompt';
const first = 'Once upon a time';

/** The prompt that was used last in this workspace. */
export class LastPrompt {
  constructor(private readonly memory: vscode.Memento) {}

  get text(): string {
    return this.memory.get<string>(key, first);
  }

  /** A run used this prompt. */
  async remember(text: string): Promise<void> {
    if (text !== this.text) await this.memory.update(key, text);
  }

  /** Asks for another one; runs from now on begin with it. */
  async change(): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: 'Prompt',
      prompt: 'The text that the model continues, from the next run on.',
      value: this.text,
    });
    if (text === undefined) return;
    await this.remember(text);
    if (vscode.debug.activeDebugSession?.type === 'ps2ml')
      void vscode.window.showInformationMessage('The new prompt is used when the session is restarted.');
  }
}
