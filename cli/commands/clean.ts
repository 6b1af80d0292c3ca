import type { Command } from '../command';
import { cleanStep } from '../project/cleanStep';
import { projectWork } from '../project/terminalWork';

export const cleanCommand: Command = {
  name: 'clean',
  operand: 'FOLDER',
  isOperandOptional: true,
  summary: 'Removes what was built of the project in this folder.',
  options: {},
  async run(call, io) {
    await cleanStep(await projectWork(call.file ?? '.', io));
  },
};
