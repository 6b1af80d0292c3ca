import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { pineDial } from '../../../debug-adapter/node/pineSocket';
import { PineClient } from '../../../debug-adapter/pine/client';
import { PineCommands } from '../../../debug-adapter/pine/commands';
import { pinePlace } from '../../../ps2/pine/place';
import { ps2ml } from '../../cli/terminal';
import { projectRoot } from '../../support/project';

const slot = 28101;

describe('ps2ml run --serve-pine', function () {
  this.timeout(180_000);
  let folder: string;
  let image: string;
  const environment = { ...process.env };

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-pine-'));
    Object.assign(process.env, { XDG_RUNTIME_DIR: folder, TMPDIR: folder });
    image = path.join(folder, 'tiny.iso');
    const sample = path.join(projectRoot, 'samples/tiny/tiny.psnt');
    const built = await ps2ml(['build', '--model', sample, '-o', image]);
    assert.equal(built.code, 0, built.err);
  });
  after(() => {
    for (const name of ['XDG_RUNTIME_DIR', 'TMPDIR']) {
      if (environment[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = environment[name];
    }
    rmSync(folder, { recursive: true });
  });

  it('serves an image where PCSX2 would, until it is told to end', async () => {
    const ending = new AbortController();
    const served = ps2ml(['run', image, '--serve-pine', String(slot)], { signal: ending.signal });
    const place = pinePlace(process.platform, process.env, slot);
    const client = new PineClient(pineDial([place]), 10_000);
    const commands = new PineCommands(client);
    let texts: string[] | undefined;
    while (!texts) {
      texts = await Promise.all([commands.id(), commands.gameVersion(), commands.uuid()]).catch(
        () => undefined,
      );
      if (!texts) await sleep(20);
    }
    assert.deepEqual(texts.slice(0, 2), ['PSML-00001', '1.00']);
    assert.match(texts[2] ?? '', /^[0-9a-f]{8}$/);
    client.close();
    ending.abort();
    const { code, err } = await served;
    assert.deepEqual(
      [code, err.split('\n')[0]],
      [0, `Serving PINE at ${folder}/pcsx2.sock.${slot}. Press Ctrl+C to stop.`],
    );
  });

  it('refuses what is no image, and what is no slot', async () => {
    const sample = path.join(projectRoot, 'samples/tiny/tiny.psnt');
    const model = await ps2ml(['run', sample, '--serve-pine', String(slot)]);
    assert.equal(model.code, 2);
    assert.match(model.err, /--serve-pine needs a disc image: build one with ps2ml build\./);
    const wrong = await ps2ml(['run', image, '--serve-pine', '70000']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /--serve-pine is "70000", expected a number from 1 to 65535/);
  });
});
