import * as vscode from 'vscode';
import { command, type Registration } from '../command';
import { startChat, type ChatParts } from './chat';
import { chooseModel } from './modelChoice';
import type { LastPrompt } from './prompt';
import { startRun } from './runCommands';
import { step } from './stepCommands';

/** Registers the commands that start, step and configure runs. */
export function debugCommands(prompt: LastPrompt, chat: ChatParts): Registration[] {
  const { tokenizers } = chat;
  return [
    vscode.commands.registerCommand('ps2ml.chat', (uri?: vscode.Uri, message?: unknown) =>
      startChat(chat, uri, message),
    ),
    command('debug', (uri) => startRun(uri, { noDebug: false })),
    command('run', (uri) => startRun(uri, { noDebug: true })),
    command('stepToken', () => step('ps2ml/stepToken')),
    command('stepLayer', () => step('ps2ml/stepLayer')),
    command('compareWithReference', () => step('ps2ml/compareWithReference')),
    command('saveCheckpoint', () => step('ps2ml/saveCheckpoint')),
    command('returnToCheckpoint', () => step('ps2ml/returnToCheckpoint')),
    command('changePrompt', () => prompt.change()),
    command('chooseTokenizer', async (uri) => {
      const model = await chooseModel(uri);
      if (model !== undefined) await tokenizers.ask(model);
    }),
  ];
}
