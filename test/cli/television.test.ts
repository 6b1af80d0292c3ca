import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { programFile, testImage, fixtures } from '../ps2/program';
import { ps2ml } from './terminal';

const screen = path.join(fixtures, 'screen.elf');

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rows: Uint8Array;
  readonly rgb: (x: number, y: number) => number[];
}

/** Size and pixels of a PNG without filters. */
function pixelsOf(file: string): Pixels {
  const bytes = readFileSync(file);
  assert.deepEqual([...bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  assert.equal(bytes.toString('latin1', 37, 41), 'IDAT');
  const rows = inflateSync(bytes.subarray(41, 41 + bytes.readUInt32BE(33)));
  const rgb = (x: number, y: number): number[] => {
    const at = y * (4 * width + 1) + 1 + 4 * x;
    return [...rows.subarray(at, at + 3)];
  };
  return { width, height, rows, rgb };
}

describe('ps2ml run with a television and a controller', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-television-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('presses buttons at their moments and writes the last picture of an ELF', async () => {
    const file = path.join(folder, 'elf.png');
    const { code, out, err } = await ps2ml([
      'run',
      screen,
      '--press',
      'cross@2s, UP@2050ms,start@3.5s',
      '--screenshot',
      file,
    ]);
    assert.equal(code, 3, err);
    // Cross, then both, then up alone, then START.
    const pressed = [...out.matchAll(/buttons (\d+)/g)].map(([, bits]) => Number(bits));
    assert.deepEqual(pressed, [1 << 14, (1 << 14) | 16, 16, 0, 8]);
    assert.ok(err.includes('elf.png: the television at the end, 640 by 448 pixels.'), err);
    assert.match(err, /Not modelled: The program loads the IOP module "rom0:NOTHERE"/);
    const { width, height, rows, rgb } = pixelsOf(file);
    assert.deepEqual([width, height], [640, 448]);
    assert.deepEqual(rgb(0, 0), [0xf8, 0, 0]);
    assert.deepEqual(rgb(639, 447), [0, 0, 0xf8]);
    // A green cell for each press.
    for (let cell = 0; cell < 4; cell++) assert.deepEqual(rgb(8 + 8 * cell, 16), [0, 0xf8, 0]);
    assert.deepEqual(rgb(8 + 8 * 4, 16), [0, 0, 0]);
    const hash = createHash('sha256').update(rows).digest('hex').slice(0, 16);
    assert.equal(hash, '7f0b7df59dc0b263', 'the picture, to the pixel');
  });

  it('does the same with a disc image, also when its time is up', async () => {
    const image = path.join(folder, 'screen.iso');
    writeFileSync(image, await testImage(programFile('screen')));
    const file = path.join(folder, 'image.png');
    const { code } = await ps2ml([
      'run',
      image,
      '--seconds',
      '1.5',
      '--press',
      'cross@1s',
      '--screenshot',
      file,
    ]);
    assert.equal(code, 124);
    assert.deepEqual(pixelsOf(file).rgb(8, 16), [0, 0xf8, 0]);
    assert.deepEqual(pixelsOf(file).rgb(16, 16), [0, 0, 0]);
  });

  it('shows a black picture of a program that shows nothing', async () => {
    const file = path.join(folder, 'black.png');
    await ps2ml(['run', path.join(fixtures, 'serial.elf'), '--screenshot', file]);
    assert.deepEqual(pixelsOf(file).rgb(320, 224), [0, 0, 0]);
  });

  for (const { args, sentence } of [
    { args: ['--press', 'jump@2s'], sentence: /--press: "jump" is not a button\. Buttons are select, l3, / },
    {
      args: ['--press', 'start'],
      sentence: /"start" is not a button with its moment\. Write BUTTON@SECONDSs/,
    },
    { args: ['--press', 'start@2'], sentence: /"start@2" is not a button with its moment/ },
    { args: ['--press', 'start@2s,'], sentence: /"" is not a button with its moment/ },
    { args: ['--press', 'start@20000000s'], sentence: /is too late\. The latest moment is 1000000 s\./ },
    {
      args: ['--screenshot', 'picture.jpg'],
      sentence: /--screenshot writes a PNG: name a file that ends in \.png/,
    },
  ]) {
    it(`says what is wrong with ${args.join(' ')}`, async () => {
      const { code, err } = await ps2ml(['run', screen, ...args]);
      assert.equal(code, 2);
      assert.match(err, sentence);
    });
  }

  it('refuses both for a model', async () => {
    const model = path.join(folder, 'model.psnt');
    writeFileSync(model, 'x');
    const { code, err } = await ps2ml(['run', model, '--press', 'start@1s']);
    assert.equal(code, 2);
    assert.match(err, /--screenshot and --press need a disc image or an ELF/);
    assert.ok(!existsSync(path.join(folder, 'model.png')));
  });
});
