import { Session } from '../../debug-adapter/session/session';
import type { Command } from '../command';
import { DapClient } from '../dapClient';
import { Tour } from '../demo/tour';
import { cliHost } from '../host';
import { packageFile } from '../../project/packageFile.node';
import { launchValuesOf, runOptions, targetOf } from '../sampling';

export const demoCommand: Command = {
  name: 'demo',
  summary: 'Debug a model from its first layer and show the disc reads and the RAM of the run.',
  options: {
    model: { value: 'FILE', help: 'the model (default: the sample model)' },
    ...runOptions(),
  },
  async run(call, io) {
    const model = call.text('model');
    const launch = await launchValuesOf(
      call,
      model ?? packageFile('samples', 'stories', 'stories.psnt'),
      targetOf(call, io),
      io,
    );
    const { prompt = model === undefined ? 'Once upon a time' : '' } = launch;
    const session = new Session(cliHost(io));
    const client = DapClient.inProcess((input, output) => session.start(input, output));
    await new Tour(client, io).run({ ...launch, prompt });
  },
};
