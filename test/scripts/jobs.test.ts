import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Jobs, mocha } from '../../scripts/jobs.mjs';

describe('the end of a run of jobs', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-jobs-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('names each test that failed, with its file and the first line of its reason', async () => {
    const file = path.join(folder, 'sums.test.cjs');
    await writeFile(
      file,
      "describe('sums', () => { it('add', () => { throw new Error('2, expected 3\\nmore'); }); it('hold', () => {}); });",
    );
    const lines: string[] = [];
    const log = console.log;
    const write = process.stdout.write.bind(process.stdout);
    const jobs = new Jobs();
    console.log = (line: string) => lines.push(line);
    process.stdout.write = () => true;
    try {
      await jobs.run(mocha('sums', ['--no-config', file]), true);
      lines.length = 0;
      assert.equal(await jobs.finish(), 1);
    } finally {
      console.log = log;
      process.stdout.write = write;
    }
    assert.deepEqual(lines, [
      '\nFailed: sums.',
      `  sums: ${file}: sums › add: 2, expected 3`,
      '1 passed, 1 failed, 0 skipped',
    ]);
  });
});
