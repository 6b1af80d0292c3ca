import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { watchImage, type WatchedRun } from '../../../debug-adapter/node/watchImage';
import type { WatchTrace } from '../../../debug-adapter/watch/watchTrace';
import { programFile, testImage } from '../../ps2/program';
import { bundle, type Bundles } from '../bundles';
import { modelImage, tinyBytes } from './modelImage';
import { imageInMemory } from '../../../disc/imageBytes';
import { formatSystemCnf } from '../../../disc/systemCnf';
import { memoryFile } from '../../disc/files';

describe('the watch of a disc image in a thread of its own', () => {
  let folder: string;
  let bundles: Bundles;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-watch-'));
    bundles = bundle({ 'console-worker': 'ps2/node/consoleWorker.ts' });
  });
  after(() => {
    rmSync(folder, { recursive: true });
    bundles.remove();
  });

  const watch = async (
    image: Uint8Array,
    { signal = new AbortController().signal, looks = [] as WatchTrace[], text = [] as string[] } = {},
  ): Promise<WatchedRun> => {
    const file = path.join(folder, 'own.iso');
    writeFileSync(file, image);
    return watchImage(file, bundles.file('console-worker'), {
      signal,
      onText: (piece) => text.push(piece),
      onLook: (_, trace) => looks.push(trace()),
    });
  };
  const sectors = ({ events }: WatchTrace): number => events.reduce((sum, event) => sum + event.sectors, 0);

  it('ends with the program, its text and its reads', async () => {
    const text: string[] = [];
    const { trace, sentence, isFailure } = await watch(await modelImage(), { text });
    assert.match(sentence, /^SLUS_123\.45 ran for 0\.\d\d s of console time\.$/);
    assert.equal(isFailure, false);
    assert.match(text.join(''), /^bound 4\nat 5000\nread 3001\nsize 170456\n$/);
    assert.equal(sectors(trace), 119);
    assert.deepEqual([trace.name, trace.left], ['SLUS_123.45 (own.iso)', 0]);
    assert.ok(trace.plan.buffers.some(({ name }) => name === 'embedding[25 % changed since]'));
  });

  it('ends when it is cancelled, with what was seen until then', async () => {
    const stop = new AbortController();
    const looks: WatchTrace[] = [];
    setTimeout(() => stop.abort(new Error('cancelled')), 1500);
    const image = await testImage(programFile('endless'));
    const { trace, sentence } = await watch(image, { signal: stop.signal, looks });
    assert.match(sentence, /^PSML_000\.01 was ended after \d+\.\d\d s of console time\.$/);
    assert.ok(looks.length > 0);
    assert.match(trace.plan.program?.notes.at(-1) ?? '', /^The run was interrupted: /);
    assert.ok(trace.plan.regions.some(({ kind }) => kind === 'program'));
  });

  it('refuses the disc of a plan, and one that does not boot', async () => {
    const boot = formatSystemCnf({ bootFile: 'PSML_000.01', version: '1.00', videoMode: 'NTSC' });
    const disc = async (name: string): Promise<Uint8Array> => {
      const files = [memoryFile('SYSTEM.CNF', boot), memoryFile(name, tinyBytes())];
      return (await imageInMemory(files, { discType: 'cd', volume: 'OWN' })).bytes;
    };
    await assert.rejects(watch(await disc('PLAN.BIN')), /^Error: own\.iso has the program of PS2 ML/);
    await assert.rejects(watch(await disc('MODEL.PSN')), /SYSTEM\.CNF boots PSML_000\.01, which is not on/);
  });
});
