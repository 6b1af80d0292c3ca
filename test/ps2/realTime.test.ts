import assert from 'node:assert/strict';
import { memoryDisc } from '../../ps2/drive/disc';
import { pressing } from '../../ps2/iop/controller';
import { ConsoleClient } from '../../ps2/worker/consoleClient';
import { ConsoleServer } from '../../ps2/worker/consoleServer';
import type { Report } from '../../ps2/worker/messages';
import { programFile, testImage, type ProgramName } from './program';

const second = 294_912_000;

/** A console whose host has a clock that only its waits move: everything else takes no time. */
async function console(
  name: ProgramName,
): Promise<{ client: ConsoleClient; reports: Report[]; waited: () => number }> {
  let now = 0;
  const image = memoryDisc(await testImage(programFile(name)));
  const reports: Report[] = [];
  const server = new ConsoleServer({
    post: (message) => void setImmediate(() => client.receive(message)),
    defer: (callback) => void setImmediate(callback),
    delay: (callback, ms) => {
      now += ms;
      setImmediate(callback);
    },
    clock: () => now,
    openImage: () => image,
  });
  const client = new ConsoleClient(
    { post: (request) => server.receive(request), terminate: () => Promise.resolve() },
    (report) => reports.push(report),
  );
  await client.ask('boot', { image: 'test', options: { arguments: name === 'disc' ? ['loop'] : [] } });
  return { client, reports, waited: () => now };
}

describe('a console that keeps real time', () => {
  it('waits while its program waits for the user, in pieces of a run too', async () => {
    const { client, waited } = await console('screen');
    await client.ask('run', { maxCycles: second });
    assert.equal(waited(), 0, 'it was not asked to');
    await client.ask('pace', { realTime: true });
    for (let piece = 0; piece < 10; piece++) await client.ask('run', { maxCycles: second / 10 });
    assert.ok(Math.abs(waited() - 1000) < 20, `${waited()} ms for a second`);
    await client.ask('pace', { realTime: false });
    await client.ask('run', { maxCycles: second / 10 });
    assert.ok(waited() < 1020);
  });

  it('does not wait for a disc, nor for a program without a controller', async () => {
    const { client, waited } = await console('disc');
    await client.ask('pace', { realTime: true });
    await client.ask('run', { maxCycles: second });
    assert.equal(waited(), 0);
  });

  it('is as exact as one that does not', async () => {
    const pictures = [];
    for (const realTime of [false, true]) {
      const { client, reports } = await console('screen');
      await client.ask('pace', { realTime });
      await client.ask('run', { maxCycles: second });
      await client.ask('input', { kind: 'controller', port: 0, controller: pressing(['cross']) });
      await client.ask('run', { maxCycles: second / 10 });
      pictures.push(await client.ask('picture', {}));
      // What is not modelled is reported once.
      assert.equal(reports.flatMap(({ notices }) => notices).length, 1);
    }
    assert.deepEqual(pictures[0], pictures[1]);
  });

  it('goes back to real time after a restore', async () => {
    const { client, waited } = await console('screen');
    await client.ask('run', { maxCycles: second });
    const { snapshot } = await client.ask('save', {});
    await client.ask('pace', { realTime: true });
    await client.ask('run', { maxCycles: second / 2 });
    await client.ask('restore', { snapshot });
    await client.ask('run', { maxCycles: second / 2 });
    assert.ok(Math.abs(waited() - 1000) < 20, `${waited()} ms for twice half a second`);
  });
});
