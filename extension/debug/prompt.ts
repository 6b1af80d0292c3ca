import * as vscode from 'vscode';
import type { Statements } from '../../project/program/resolve';
import { showInformation } from '../messages';
import { projectPrompts } from '../project/projectPrompts';
import { ChosenPrompt } from './chosenPrompt';

const key = 'prompt';
const first = 'Once upon a time';

/** The prompt that was used last in this workspace, and the prompts that the user chose since. */
export class LastPrompt {
  /** By the session's id, for its next start. VS Code ends a session and starts the same one again. */
  private readonly ofSessions = new Map<string, string>();
  private readonly chosen = new ChosenPrompt((text, { file }) =>
    showInformation(
      `This project now runs with the prompt that you chose, “${text}”. To use the one in ps2ml.json again, reload the window or edit "prompts".`,
      {
        title: 'Open ps2ml.json',
        press: () => vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(file, true)),
      },
    ),
  );

  constructor(private readonly memory: vscode.Memento) {}

  /** The prompt that was used last, for the resolver; none before the first run. */
  get remembered(): Pick<Statements, 'prompt'> {
    const prompt = this.memory.get<string>(key);
    return prompt === undefined ? {} : { prompt };
  }

  /** The prompt of a run where nothing sets one. */
  get text(): string {
    return this.remembered.prompt ?? first;
  }

  /** Saves the prompt of a run. */
  async remember(text: string): Promise<void> {
    if (text !== this.remembered.prompt) await this.memory.update(key, text);
  }

  /** Asks for another prompt, for the next runs and for the active session when it is restarted. */
  async change(): Promise<void> {
    const session = vscode.debug.activeDebugSession;
    const active = session?.type === 'ps2ml' ? session : undefined;
    const text = await vscode.window.showInputBox({
      title: 'Prompt',
      prompt: 'The text that the model continues, starting with the next run.',
      value: (active && promptOf(this.configurationOf(active))) ?? this.text,
    });
    if (text === undefined) return;
    this.chosen.choose(text, await projectPrompts());
    await this.remember(text);
    if (active === undefined) return;
    this.ofSessions.set(active.id, text);
    showInformation('Restart the session to use the new prompt.');
  }

  /**
   * The prompt that the user chose since, instead of the one of the project, for the resolver.
   * @param model the launch path of the model
   */
  chosenInstead(model: string, { prompt }: Statements): Pick<Statements, 'prompt'> {
    const chosen = prompt === undefined ? undefined : this.chosen.insteadOf(model, prompt);
    return chosen === undefined ? {} : { prompt: chosen };
  }

  /** A run starts with the prompt that the user chose instead of the one of its project. */
  announce(model: string): void {
    this.chosen.starts(model);
  }

  /**
   * The launch values of a session at its next start. VS Code restarts a session with the configuration that it was
   * started with; the prompt that the user chose since overrides the prompt in it.
   */
  configurationOf({ id, configuration }: Pick<vscode.DebugSession, 'id' | 'configuration'>): LaunchValues {
    return { ...configuration, ...this.chosenFor({ id }) };
  }

  /** The prompt that the user chose for a session since it was started. */
  chosenFor({ id }: Pick<vscode.DebugSession, 'id'>): { readonly prompt?: string } {
    const prompt = this.ofSessions.get(id);
    return prompt === undefined ? {} : { prompt };
  }
}

type LaunchValues = Readonly<Record<string, unknown>>;

function promptOf({ prompt }: LaunchValues): string | undefined {
  return typeof prompt === 'string' ? prompt : undefined;
}
