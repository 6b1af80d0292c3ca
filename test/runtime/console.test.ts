// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { tinyModel, tinyTokenizer } from '../../model/convert/tiny';
import type { Model } from '../../model/model';
import type { ConsoleOptions } from '../../ps2/console/options';
import { quantised } from '../model/engine/runs';
import { compareSteps, isLong } from './comparison';
import { ConsoleProgram, field, state } from './consoleProgram';
import { makeProject, type Project, type ProjectRequest } from './project';
import { swapFactors } from './changedProgram';
import { prebuiltElf } from './toolchain';

const commands = { run: 1, pause: 2, detach: 4 } as const;
const until = { end: 0, operation: 1 } as const;
const cyclesPerMs = 294_912;

describe('program on the built-in console', () => {
  let elf: Uint8Array;
  let model: Model;
  const tokenizer = tinyTokenizer();
  const projects: Project[] = [];

  before(async () => {
    elf = new Uint8Array(await readFile(prebuiltElf));
    model = await quantised(tinyModel());
  });
  after(() => projects.forEach(({ remove }) => remove()));

  const prepare = async (settings: ProjectRequest['settings']): Promise<Project> => {
    const project = await makeProject({ model, tokenizer, elf, ...(settings && { settings }) });
    projects.push(project);
    return project;
  };
  const boot = async (
    settings: ProjectRequest['settings'],
    options?: ConsoleOptions,
  ): Promise<[Project, ConsoleProgram]> => {
    const project = await prepare(settings);
    return [project, await ConsoleProgram.boot(project.files, options)];
  };

  it('computes what the engine computes in EE arithmetic, at every operation', async function () {
    this.timeout(isLong ? 900_000 : 180_000);
    const sampling = { temperature: 0.9, topP: 0.9, repetitionPenalty: 1.2, seed: 3 };
    const maxTokens = isLong ? 64 : 3;
    const settings = { prompt: [1, 300, 301], maxTokens, waitForDebuggerMs: 1000, ...sampling };
    const [project, program] = await boot(settings);
    assert.equal(await compareSteps(model, project, program), maxTokens * project.plan.operations.length);
  });

  for (const name of ['multiply_q8', 'dot', 'add_scaled', 'rmsnorm']) {
    it(`is found out when one product of ${name} has its factors swapped`, async () => {
      const changed = swapFactors(elf, name);
      const settings = { prompt: [1, 300, 301, 302, 303], maxTokens: 1, waitForDebuggerMs: 1000 };
      const plan = { arithmeticVersion: 1 } as const;
      const project = await makeProject({ model, elf: changed, settings, plan });
      projects.push(project);
      const program = await ConsoleProgram.boot(project.files);
      await assert.rejects(compareSteps(model, project, program), / differs$/);
    });
  }

  it('works alone: prints the text of RUN.BIN and goes to sleep', async () => {
    const [{ settings }, program] = await boot({ prompt: tokenizer.encodePrompt('the cat'), maxTokens: 6 });
    assert.equal(program.settle(), state.ended);
    const ids = program.events().flatMap(({ type, value }) => (type === 'token' ? [value] : []));
    assert.equal(ids.length, 6);
    assert.equal(program.console.text, `${tokenizer.decode([...settings.prompt, ...ids])}\n`);
    const stop = program.console.run(100 * cyclesPerMs);
    assert.deepEqual([stop.kind, stop.kind === 'deadlock' && stop.asleep], ['deadlock', true]);
  });

  it('does nothing that a data cache would spoil', async () => {
    const checks = { dataCache: true, codeWrites: true, misalignedQuadwords: true };
    const [, program] = await boot({ maxTokens: 1 }, { checks });
    assert.equal(program.settle(), state.ended);
  });

  it('counts what the drive reads, to the sector', async () => {
    const [{ plan }, program] = await boot({ maxTokens: 2 });
    assert.equal(program.settle(), state.ended);
    const log = program.console.driveLog().filter(({ lba }) => lba >= program.get(field.weightsSector));
    const totals = program.totals();
    assert.equal(totals.length, plan.matrices.length + 1);
    const sum = (key: 'reads' | 'sectors'): number => totals.reduce((total, entry) => total + entry[key], 0);
    // One sector more: the header of WEIGHTS.BIN belongs to no read of the plan.
    assert.equal(
      sum('sectors') + 1,
      log.reduce((total, { sectors }) => total + sectors, 0),
    );
    assert.equal(sum('reads') + 1, log.length);
    const reads = program.events().filter(({ type }) => type === 'read');
    assert.equal(reads.length, sum('reads'));
  });

  it('shows that it lives while it waits for the disc', async () => {
    const faults = { notReadyCycles: 2000 * cyclesPerMs };
    const [, program] = await boot({ maxTokens: 1 }, { faults });
    const beats: number[] = [];
    for (let i = 0; i < 10; i++) {
      program.console.run(100 * cyclesPerMs);
      beats.push(program.get(field.heartbeat));
    }
    assert.ok(
      beats.every((beat, i) => beat > (beats[i - 1] ?? -1)),
      beats.join(),
    );
    assert.equal(program.settle(), state.ended);
  });

  describe('with files from a folder of the PC', () => {
    it('runs as from the disc', async () => {
      const { files } = await prepare({ maxTokens: 3 });
      const hostFiles = new Map([...files].map(([name, bytes]) => [`models/${name}`, bytes]));
      const onDisc = new Map([...files].filter(([name]) => /^(SYSTEM|PSML)/.test(name)));
      const options = { hostFiles, arguments: ['folder=host:models/'] };
      const program = await ConsoleProgram.boot(onDisc, options);
      assert.equal(program.settle(), state.ended, program.error);
      assert.equal(program.get(field.weightsSector), 0);
      const [, other] = await boot({ maxTokens: 3 });
      other.settle();
      assert.equal(program.console.text, other.console.text);
    });

    it('names a file that is not there', async () => {
      const { files } = await prepare({ maxTokens: 1 });
      const onDisc = new Map([...files].filter(([name]) => /^(SYSTEM|PSML)/.test(name)));
      const program = await ConsoleProgram.boot(onDisc, { arguments: ['folder=host:'] });
      assert.equal(program.settle(), state.failed);
      assert.match(program.error, /^Cannot open host:PLAN\.BIN/);
    });
  });

  describe('with a bad disc', () => {
    const lbaOf = async (settings: ProjectRequest['settings']): Promise<number> => {
      const [, program] = await boot({ ...settings, waitForDebuggerMs: 1000 });
      program.settle();
      return program.get(field.weightsSector);
    };

    it('tries a bad sector again, and counts it', async () => {
      const settings = { maxTokens: 1 };
      const lba = (await lbaOf(settings)) + 40;
      const [, program] = await boot(settings, { faults: { readErrors: [{ lba, times: 2 }] } });
      assert.equal(program.settle(), state.ended, program.error);
      assert.equal(
        program.totals().reduce((sum, { retries }) => sum + retries, 0),
        2,
      );
      assert.equal(program.events().find(({ type, extra }) => type === 'read' && extra > 0)?.extra, 2);
    });

    it('gives up on a sector that stays bad, in words', async () => {
      const settings = { maxTokens: 1 };
      const lba = (await lbaOf(settings)) + 40;
      const [, program] = await boot(settings, { faults: { readErrors: [{ lba, times: 1000 }] } });
      assert.equal(program.settle(), state.failed);
      assert.match(
        program.error,
        /^WEIGHTS\.BIN: cannot read \d+ sectors from sector \d+: the drive reported an error/,
      );
      assert.ok(program.console.text.includes(program.error));
    });

    it('does not wait for ever for a read that does not end', async () => {
      const settings = { maxTokens: 1 };
      const lba = (await lbaOf(settings)) + 40;
      const [, program] = await boot(settings, { faults: { endlessReadAt: lba } });
      assert.equal(program.settle(), state.failed);
      assert.match(program.error, /^WEIGHTS\.BIN: .* the drive did not respond in time/);
      assert.ok(program.console.cycles < 20_000 * cyclesPerMs);
    });

    it('says so when the drive never becomes ready', async () => {
      const [, program] = await boot({ maxTokens: 1 }, { faults: { notReadyCycles: 60_000 * cyclesPerMs } });
      assert.equal(program.settle(), state.failed);
      assert.match(program.error, /^Cannot read the disc: .*Insert the disc/);
    });

    it('names a missing file', async () => {
      const { files } = await prepare({ maxTokens: 1 });
      const program = await ConsoleProgram.boot(new Map([...files].filter(([name]) => name !== 'RUN.BIN')));
      assert.equal(program.settle(), state.failed);
      assert.match(program.error, /no RUN\.BIN/);
    });
  });

  describe('under a host that goes away', () => {
    it('stops for a debugger no longer than RUN.BIN says', async () => {
      const [, program] = await boot({ maxTokens: 1, waitForDebuggerMs: 500 });
      assert.equal(program.settle(), state.stopped);
      assert.equal(program.get(field.stop), 1);
      const before = program.console.cycles;
      while (program.get(field.state) === state.stopped) program.console.run(cyclesPerMs);
      const waited = (program.console.cycles - before) / cyclesPerMs;
      assert.ok(waited > 400 && waited < 600, `${waited} ms`);
      assert.equal(program.settle(), state.ended);
    });

    it('runs on when the heartbeat of its host stands still', async () => {
      const [, program] = await boot({ maxTokens: 1, waitForDebuggerMs: 500 });
      program.settle();
      program.set(field.hostLimitMs, 300);
      program.command(commands.run, until.operation);
      assert.equal(program.settle(), state.stopped);
      assert.equal(program.get(field.operation), 1);
      for (let i = 0; i < 20; i++) {
        program.set(field.hostHeartbeat, 77 + i);
        program.console.run(100 * cyclesPerMs);
      }
      assert.equal(program.get(field.state), state.stopped);
      program.console.run(400 * cyclesPerMs);
      assert.notEqual(program.get(field.state), state.stopped);
      program.settle();
      assert.equal(program.get(field.state), state.ended);
    });
  });
});
