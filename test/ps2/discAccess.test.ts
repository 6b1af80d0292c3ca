import assert from 'node:assert/strict';
import { cyclesOfMs, driveTimings, readTime } from '../../disc/drive';
import { boot, dataBytes, finish } from './program';

/** The checksum that the program prints. */
function checksum(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, 0);
}

const transcript = (changes: Readonly<Record<string, string>> = {}) =>
  [
    'no such service 0',
    'bound 6',
    'init 1',
    'polls until ready over one 0',
    'disk ready 2',
    'disc type 18',
    'missing file at 0',
    'file at 270',
    'size 50000',
    'tries 1',
    `checksum ${checksum(dataBytes)}`,
    'beyond the disc 32',
    'seek 1',
    'missing -2',
    'without version -2',
    'length 50000',
    'back 0',
    'read 50000',
    `checksum ${checksum(dataBytes)}`,
    'pieces that differ 0',
    'at the end 0',
    'closed 0',
    'closed twice -9',
    'written to tty',
    'written 15',
    'read from host',
    'no such host file -2',
    'no such device -19',
    'packets over 100 0',
    '',
  ]
    .map((line) => changes[line] ?? line)
    .join('\n');

describe('disc and files through the IOP', () => {
  it('finds, reads, seeks and writes as the program expects', async () => {
    const console = await boot('disc');
    assert.deepEqual(finish(console), { kind: 'exit', code: 0 });
    assert.equal(console.text, transcript());
    assert.equal(new TextDecoder().decode(console.hostFile('out.txt')), 'written to host');
  });

  it('logs every request of the drive with its time, and the sums agree', async () => {
    const console = await boot('disc');
    finish(console);
    const log = console.driveLog();
    assert.equal(console.driveLogLength, log.length);
    const first = log.find(({ purpose }) => purpose === 'program');
    assert.ok(first);
    assert.deepEqual([first.lba, first.sectors, first.seek, first.error], [270, 25, true, 0]);
    // From behind the directory at 261 to 270 is 8 sectors: a fast seek.
    const expected = readTime(driveTimings.cd, { lba: 262, spinning: true }, 270, 25);
    assert.equal(first.positioning, expected.positioning);
    assert.equal(first.endCycle - first.startCycle, cyclesOfMs(expected.totalMs));
    for (const purpose of ['program', 'directory', 'seek'] as const) {
      const entries = log.filter((entry) => entry.purpose === purpose);
      const good = entries.filter(({ error }) => error === 0);
      const totals = console.driveTotals[purpose];
      assert.equal(totals.reads, entries.length);
      assert.equal(
        totals.sectors,
        good.reduce((sum, { sectors }) => sum + sectors, 0),
      );
      assert.equal(totals.bytes, totals.sectors * 2048);
      assert.equal(totals.seeks, entries.filter(({ seek }) => seek).length);
      assert.equal(totals.errors, entries.length - good.length);
    }
    for (const [i, entry] of log.entries()) {
      assert.ok(entry.endCycle >= entry.startCycle);
      assert.ok(i === 0 || entry.startCycle >= (log[i - 1]?.endCycle ?? 0), 'one request at a time');
    }
    assert.deepEqual(console.driveLog(3), log.slice(3));
    assert.equal(console.driveTotals.directory.reads, 1, 'the IOP keeps the directory');
  });

  it('times the drive for the medium', async () => {
    const console = await boot('disc', [], { discType: 'dvd' });
    finish(console);
    assert.equal(console.text, transcript({ 'disc type 18': 'disc type 20' }));
    const first = console.driveLog().find(({ purpose }) => purpose === 'program');
    assert.equal(first?.positioning, 'skip', 'eight sectors are read over on a DVD');
  });
});

describe('faults on purpose', () => {
  it('a disc that is not ready for a while', async () => {
    const console = await boot('disc', [], { faults: { notReadyCycles: 29_491_200 } });
    assert.deepEqual(finish(console), { kind: 'exit', code: 0 });
    assert.equal(
      console.text,
      transcript({
        'polls until ready over one 0': 'polls until ready over one 1',
        'packets over 100 0': 'packets over 100 1',
      }),
    );
    assert.ok((console.driveLog()[0]?.startCycle ?? 0) > 29_491_200);
  });

  it('a read error that goes away', async () => {
    const console = await boot('disc', [], { faults: { readErrors: [{ lba: 280, times: 2 }] } });
    assert.deepEqual(finish(console), { kind: 'exit', code: 0 });
    assert.equal(console.text, transcript({ 'tries 1': 'tries 3' }));
    assert.equal(console.driveTotals.program.errors, 3, 'two on purpose and the one beyond the disc');
  });

  it('a read that never ends', async () => {
    const stop = finish(await boot('disc', [], { faults: { endlessReadAt: 294 } }));
    assert.ok(stop.kind === 'deadlock');
    assert.equal(stop.asleep, false);
    assert.match(stop.message, /thread 1 .* waits for semaphore \d+; a disc read never completes/);
  });
});
