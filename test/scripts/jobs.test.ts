import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Jobs, mocha, type Job } from '../../scripts/jobs.mjs';
import { projectRoot } from '../support/project';

describe('the end of a run of jobs', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-jobs-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs a test file of this text, again if it fails. @returns the exit code and the lines at the end. */
  async function end(text: string): Promise<{ code: number; lines: string[]; file: string }> {
    const file = path.join(folder, 'sums.test.cjs');
    await writeFile(file, text);
    const lines: string[] = [];
    const log = console.log;
    const write = process.stdout.write.bind(process.stdout);
    const jobs = new Jobs();
    const job = (name: string, files: string[]): Job => mocha(name, ['--no-config', ...files]);
    console.log = (line: string) => lines.push(line);
    process.stdout.write = () => true;
    try {
      const sums = job('sums', [file]);
      await jobs.run(sums, true);
      await jobs.repeatFailed([sums], (name, files) => ({ ...job(name, files), env: { AGAIN: '1' } }));
      lines.length = 0;
      return { code: await jobs.finish(), lines, file: path.relative(projectRoot, file) };
    } finally {
      console.log = log;
      process.stdout.write = write;
    }
  }

  it('names each test that failed twice, with its file and the first line of its reason', async () => {
    const { code, lines, file } = await end(
      "describe('sums', () => { it('add', () => { throw new Error('2, expected 3\\nmore'); }); it('hold', () => {}); });",
    );
    assert.equal(code, 1);
    assert.deepEqual(lines, [
      '\nFailed: sums.',
      `  sums: ${file}: sums › add: 2, expected 3`,
      '1 passed, 1 failed, 0 skipped',
    ]);
  });

  it('counts a test as passed that passes when it is run again', async () => {
    const { code, lines } = await end(
      "it('adds', () => { if (!process.env.AGAIN) throw new Error('late'); });",
    );
    assert.equal(code, 0);
    assert.deepEqual(lines, ['1 passed, 0 failed, 0 skipped']);
  });
});
