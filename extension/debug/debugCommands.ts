import { command, type Registration } from '../command';
import { chooseModel } from './modelChoice';
import type { LastPrompt } from './prompt';
import { startRun } from './runCommands';
import { step } from './stepCommands';
import type { TokenizerChoice } from './tokenizerChoice';

/** Registers the commands that start, step and configure runs. */
export function debugCommands(prompt: LastPrompt, tokenizers: TokenizerChoice): Registration[] {
  return [
    command('debug', (uri) => startRun(uri, false)),
    command('run', (uri) => startRun(uri, true)),
    command('stepToken', () => step('ps2ml/stepToken')),
    command('stepLayer', () => step('ps2ml/stepLayer')),
    command('saveCheckpoint', () => step('ps2ml/saveCheckpoint')),
    command('returnToCheckpoint', () => step('ps2ml/returnToCheckpoint')),
    command('changePrompt', () => prompt.change()),
    command('chooseTokenizer', async (uri) => {
      const model = await chooseModel(uri);
      if (model !== undefined) await tokenizers.ask(model);
    }),
  ];
}
