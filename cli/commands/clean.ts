import type { Command } from '../command';
import { cleanStep } from '../../project/node/build/cleanStep';
import { projectWork } from '../projectWork';

export const cleanCommand: Command = {
  name: 'clean',
  operand: 'FOLDER',
  isOperandOptional: true,
  summary: 'Remove the build outputs of the project in this folder.',
  options: {},
  async run(call, io) {
    await cleanStep(await projectWork(call.file ?? '.', io));
  },
};
