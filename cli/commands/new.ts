import { makeProject } from '../../project/node/newProject';
import { sampleProgram } from '../../project/node/ownProgram';
import type { Command } from '../command';
import { packageFile } from '../../project/packageFile.node';

export const newCommand: Command = {
  name: 'new',
  operand: 'FOLDER',
  summary: 'Create a project: a folder with a ps2ml.json that sets what is built and run.',
  options: {
    model: { value: 'FILE', help: 'the model (default: the sample model)' },
    own: { help: 'with a program of your own that describes itself, to start from (docs/own-runtime.md)' },
    prompt: { value: 'TEXT', help: 'prompt (Once upon a time)' },
  },
  async run(call, io) {
    const sample = (name: string): string => packageFile('samples', 'stories', name);
    const { file } = await makeProject({
      folder: call.file ?? '.',
      model: call.text('model') ?? [sample('stories.psnt'), sample('stories.tokenizer.bin')],
      prompt: call.text('prompt') ?? 'Once upon a time',
      ...(call.has('own') && { program: await sampleProgram() }),
    });
    io.err(`Created ${file}.\n`);
  },
};
