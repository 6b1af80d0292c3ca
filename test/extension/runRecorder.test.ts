import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { growingFile } from '../../extension/node/growingFile';
import { RunRecorder } from '../../extension/trace/runRecorder';
import type { TraceEvent } from '../../model/trace/events';
import type { TraceInfo } from '../../model/trace/file/info';
import { eventsOf, opened, sampleInfo } from '../model/trace/memoryTrace';
import { measuredRun } from './measuredRun';

describe('the recorder of runs', () => {
  let folder: string;
  let info: TraceInfo;
  let run: readonly TraceEvent[];
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-runs-'));
    info = await sampleInfo();
    run = measuredRun(info.plan, 3);
  });
  after(() => rmSync(folder, { recursive: true }));

  const fail = (error: Error): never => assert.fail(error);
  const record = (name: string): { recorder: RunRecorder; bytes: () => Uint8Array } => {
    const file = path.join(folder, 'deep', name);
    const recorder = new RunRecorder(Promise.resolve(info), () => growingFile(file), fail);
    return { recorder, bytes: () => new Uint8Array(readFileSync(file)) };
  };

  it('has everything in a file that is whole when the run ends', async () => {
    const { recorder, bytes } = record('ended.ps2trace');
    for (const event of run) recorder.add([event]);
    await recorder.end();
    recorder.add(run);
    await recorder.end();
    const trace = await opened(bytes());
    assert.deepEqual(await eventsOf(trace), run);
    assert.equal(trace.incomplete, undefined);
    assert.deepEqual(await recorder.snapshot(() => Promise.resolve(bytes())), bytes());
  });

  it('has everything so far in a file that opens although the run goes on, and can make it a whole one', async () => {
    const { recorder, bytes } = record('going-on.ps2trace');
    recorder.add(run);
    const saving = recorder.snapshot(() => Promise.resolve(bytes()));
    recorder.add(run);
    const saved = await opened(await saving);
    assert.deepEqual(await eventsOf(saved), run, 'what came later is not in it');
    assert.equal(saved.incomplete, undefined);
    assert.equal(saved.totals.tokens, 3);
    const early = await opened(bytes());
    assert.deepEqual((await eventsOf(early)).slice(0, run.length), run);
    assert.match(early.incomplete ?? '', /is incomplete/);
    recorder.add([{ type: 'end', reason: 'length' }]);
    await recorder.end();
    assert.equal((await eventsOf(await opened(bytes()))).length, 2 * run.length + 1);
  });

  it('says once that a run cannot be kept, and lets it go on', async () => {
    const failures: string[] = [];
    const recorder = new RunRecorder(
      Promise.resolve(info),
      () => Promise.reject(new Error('no room')),
      (error) => failures.push(error.message),
    );
    recorder.add(run);
    await assert.rejects(
      recorder.snapshot(() => Promise.resolve(new Uint8Array())),
      /no room/,
    );
    await recorder.end();
    assert.deepEqual(failures, ['no room']);
  });
});
