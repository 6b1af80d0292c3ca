import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { loadProgram } from '../../project/program/load';
import { makeDisc, type Disc } from '../../debug-adapter/node/consoleDiscs';
import { adjacentTokenizer, openFile } from '../../project/program/node/files';
import { projectLaunch } from '../../project/program/projectStatements';
import { FileSource } from '../../disc/node/fileSource';
import { readVolume } from '../../disc/volume';
import { parseProject } from '../../project/parse';
import { prebuiltElf } from './consoleTarget';
import { projectRoot } from '../support/project';
import { tiny } from './conversation';

describe('disc of a project', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-disc-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The disc of a launch of this project, with changes of the launch's own. */
  async function discOf(text: string, changes: object = {}): Promise<Disc> {
    const { project } = parseProject(text);
    assert.ok(project);
    const fields = { ...projectLaunch(project, (name) => path.resolve(folder, name)), ...changes };
    // As it comes from an editor.
    const launch = parseLaunchArguments(JSON.parse(JSON.stringify(fields)), ['built-in']);
    const host = { openFile, adjacentTokenizer, targets: new Map(), log: () => undefined };
    const { signal } = new AbortController();
    const loaded = await loadProgram(launch, host, () => undefined, signal);
    try {
      const run = { ...loaded.run, waitForDebuggerMs: 1000 };
      return await makeDisc({ elf: prebuiltElf }, loaded.program, run, () => undefined, signal);
    } finally {
      await loaded.close();
    }
  }

  it('is built where the project has it, as the project says, and only when something has changed', async () => {
    writeFileSync(path.join(folder, 'a.txt'), 'a');
    const text = `{ "model": ${JSON.stringify(tiny.program)}, "prompts": ["Once"], "files": ["a.txt"],
      "disc": { "type": "cd", "code": "SLUS_200.00", "volume": "STORY" } }`;
    const image = path.join(folder, 'build', 'tiny.debug.iso');
    const first = await discOf(text);
    assert.deepEqual([first.path, first.discType], [image, 'cd']);
    assert.equal(first.news, `Built ${image}: it did not exist.`);
    const source = await FileSource.open(image);
    const { volumeId, files } = await readVolume(source);
    await source.close();
    assert.equal(volumeId, 'STORY');
    const byPlace = [...files].sort((a, b) => a.lba - b.lba).map(({ path: name }) => name);
    assert.deepEqual(byPlace.slice(-2), ['A.TXT', 'WEIGHTS.BIN']);
    assert.ok(byPlace.includes('SLUS_200.00'));
    assert.equal((await discOf(text)).news, `${image} is up to date.`);
    assert.equal((await discOf(text, { prompt: 'Twice' })).news, `Built ${image}: RUN.BIN has changed.`);
  });

  it('has the raw model and no plan for a program that reads it itself', async () => {
    const elf = path.join(projectRoot, 'samples', 'own-runtime', 'own.elf');
    const disc = await discOf(
      `{ "model": ${JSON.stringify(tiny.program)}, "elf": { "file": ${JSON.stringify(elf)}, "reads": "psnt" } }`,
    );
    const source = await FileSource.open(disc.path);
    const { files } = await readVolume(source);
    await source.close();
    const byPlace = [...files].sort((a, b) => a.lba - b.lba).map(({ path: name }) => name);
    assert.deepEqual(byPlace, ['SYSTEM.CNF', 'PSML_000.01', 'MODEL.PSN']);
    assert.ok(disc.elf.symbols.some(({ name }) => name === 'ps2ml_mailbox'));
  });

  it('is refused in words when the launch says something impossible of it', () => {
    const refuse = (fields: object, words: RegExp): void => {
      assert.throws(() => parseLaunchArguments({ program: 'm', ...fields }, ['built-in']), words);
    };
    refuse({ disc: { type: 'tape' } }, /Invalid "disc" in the launch configuration: "type" is "tape"/);
    refuse({ disc: 5 }, /Invalid "disc"/);
    refuse({ disc: { files: ['long name.text'] } }, /is not a valid disc file name/);
    refuse(
      { ram: { budgetKiB: 1 } },
      /Invalid "ram" in the launch configuration: "budgetKiB" is 1, expected a whole number/,
    );
  });
});
