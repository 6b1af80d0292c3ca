import assert from 'node:assert/strict';
import type { DriveLogEntry } from '../../ps2/drive/drive';
import { withEntry, type DriveLog } from '../../ps2/drive/driveLog';
import { Hardware } from '../ps2/hardware';

describe('what a program on the built-in console makes grow', () => {
  it('keeps the end of its output, and counts all of it', async () => {
    const { machine } = await Hardware.create();
    for (let piece = 0; piece < 100; piece++) machine.print('0123456789abcdef'.repeat(4096));
    machine.print('end');
    const { output, outputBefore } = machine.state;
    assert.ok(output.length >= 1 << 20 && output.length <= 2 << 20, String(output.length));
    assert.equal(outputBefore + output.length, 100 * 65_536 + 3);
    assert.ok(output.endsWith('efend'));
  });

  it('keeps the last reads of its disc', () => {
    const entry: DriveLogEntry = {
      lba: 0,
      sectors: 1,
      purpose: 'program',
      positioning: 'none',
      seek: false,
      startCycle: 0,
      endCycle: 0,
      error: 0,
    };
    let log: DriveLog | undefined;
    for (let read = 0; read < 200_000; read++) log = withEntry(log, entry);
    assert.equal(log?.index, 199_999);
    let entries = 0;
    for (let each: DriveLog | undefined = log; each; each = each.before) entries++;
    assert.ok(entries >= 0x8000 && entries <= 0x10000, String(entries));
  });
});
