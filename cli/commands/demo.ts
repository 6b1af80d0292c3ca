import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../../debug-adapter/session';
import type { Command } from '../command';
import { DapClient } from '../dapClient';
import { Tour } from '../demo/tour';
import { cliHost } from '../host';
import { launchOf, runOptions } from '../sampling';

export const demoCommand: Command = {
  name: 'demo',
  summary: 'Debugs a model from its first layer on and shows what its run reads and needs.',
  options: {
    model: { value: 'FILE', help: 'a .psnt or llama2.c .bin; without it the generated sample' },
    ...runOptions,
  },
  async run(call, io) {
    const model = call.text('model');
    const launch = launchOf(call, model ?? sampleModel());
    const prompt = call.text('prompt') ?? (model === undefined ? 'Once upon a time' : '');
    const session = new Session(cliHost(io));
    const client = DapClient.inProcess((input, output) => session.start(input, output));
    await new Tour(client, io).run({ ...launch, prompt });
  },
};

/** The sample, which lies beside `dist/` and beside the sources of the command. */
function sampleModel(): string {
  const folders = [join(__dirname, '..'), join(__dirname, '..', '..')];
  const files = folders.map((folder) => join(folder, 'samples', 'tiny', 'tiny.psnt'));
  const found = files.find((file) => existsSync(file));
  if (found === undefined)
    throw new Error('The sample samples/tiny/tiny.psnt is not there: name a model by --model FILE.');
  return found;
}
