import * as vscode from 'vscode';
import { errorText } from '../common/errorText';

/** A button of a message. */
export interface MessageButton {
  readonly title: string;
  /** What a click does; an error is shown. */
  readonly press: () => unknown;
}

type Show = (text: string, ...titles: string[]) => Thenable<string | undefined>;

/** Shows a message without waiting: VS Code answers only when the user closes it, much later or never. */
export function showInformation(text: string, ...buttons: readonly MessageButton[]): void {
  show((...words) => vscode.window.showInformationMessage(...words), text, buttons);
}

/** Shows an error without waiting, as `showInformation` does. */
export function showError(error: unknown, ...buttons: readonly MessageButton[]): void {
  show((...words) => vscode.window.showErrorMessage(...words), errorText(error), buttons);
}

/**
 * Asks in a modal dialog and waits: for a caller that cannot continue without the answer.
 * @returns the title of the button; undefined when the user cancels.
 */
export async function ask(
  question: string,
  detail: string,
  ...answers: readonly string[]
): Promise<string | undefined> {
  return vscode.window.showWarningMessage(question, { modal: true, detail }, ...answers);
}

function show(message: Show, text: string, buttons: readonly MessageButton[]): void {
  const answered = async (): Promise<void> => {
    const title = await message(text, ...buttons.map((button) => button.title));
    await buttons.find((button) => button.title === title)?.press();
  };
  void answered().catch((error: unknown) => showError(error));
}
