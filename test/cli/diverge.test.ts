import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Disc, builtImage } from '../debug-adapter/divergence/planting';
import { tiny } from '../debug-adapter/conversation';
import { Consoles } from '../debug-adapter/consoleTarget';
import { ps2ml } from './terminal';

interface Answer {
  readonly operation: string | null;
  readonly matrix: string | null;
  readonly pass: number | null;
  readonly position: number | null;
  readonly kind: string | null;
  readonly words?: string;
  readonly damaged?: { readonly sector: number; readonly sectors: number };
  readonly weights?: { readonly row: number; readonly column: number; readonly file: number };
  readonly compared: { readonly operations: number; readonly remarks: readonly string[] };
}

describe('ps2ml diverge', function () {
  this.timeout(180_000);
  let folder: string;
  let image: string;
  let consoles: Consoles;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-diverge-'));
    consoles = new Consoles();
    // Built with other choices than the defaults.
    image = await builtImage(folder, 'tiny', ['--layout', 'resident,byKind', '--context', '96']);
  });
  after(() => {
    consoles.remove();
    rmSync(folder, { recursive: true });
  });

  const diverge = async (...options: string[]): Promise<Answer> => {
    const { code, out, err } = await ps2ml(['diverge', tiny.program, ...options, '--json']);
    assert.equal(code, 0, err);
    return JSON.parse(out) as Answer;
  };

  /** A copy of the image with something changed. */
  const changed = async (name: string, change: (disc: Disc) => void): Promise<string> => {
    const disc = await Disc.of(image);
    change(disc);
    const copy = path.join(folder, `${name}.iso`);
    writeFileSync(copy, disc.bytes);
    return copy;
  };

  it('finds nothing in an image that was built from the model, whatever its layout', async () => {
    const { operation, matrix, pass, position, kind, compared } = await diverge('--image', image);
    assert.deepEqual(
      { operation, matrix, pass, position, kind },
      {
        ...{ operation: null, matrix: null, pass: null, position: null, kind: null },
      },
    );
    assert.ok(compared.operations > 100);
    assert.match(compared.remarks.join(), /built with another layout/);
  });

  it('names matrix and sectors of a read that fails its CRC', async () => {
    const copy = await changed('damaged', (disc) => {
      const { bytes } = disc.part('layers.01.ffn.w2');
      const { at } = disc.value('layers.01.ffn.w2', 9, 9);
      bytes[at] = (bytes[at] ?? 0) ^ 4;
    });
    const found = await diverge('--image', copy);
    assert.equal(found.kind, 'damaged');
    assert.equal(found.matrix, 'layers.01.ffn.w2');
    assert.equal(found.operation, 'L02.ffn.w2', 'the first logical layer with these weights');
    assert.ok((found.damaged?.sectors ?? 0) > 0);
  });

  it('shows a changed weight as text, with its places', async () => {
    const copy = await changed('bit', (disc) => {
      const { bytes } = disc.part('layers.00.attn.wq');
      const { at } = disc.value('layers.00.attn.wq', 5, 3);
      bytes[at] = (bytes[at] ?? 0) ^ 16;
      disc.seal();
    });
    const { code, out, err } = await ps2ml(['diverge', tiny.program, '--image', copy]);
    assert.equal(code, 0, err);
    assert.match(out, /First divergence: L00\.attn\.q\n/);
    assert.match(out, /kind +bit: /);
    assert.match(out, /weight +row 5, column 3\n/);
    assert.match(out, /in the model file +byte 0x[0-9a-f]+\n/);
    assert.match(
      out,
      /on the disc +byte 0x[0-9a-f]+ of the image, sector \d+; byte 0x[0-9a-f]+ of WEIGHTS\.BIN\n/,
    );
    assert.match(out, /in RAM +0x[0-9a-f]+\n/);
  });

  it('compares a target, too', async () => {
    const targets = new Map([['built-in', consoles.target]]);
    const call = ['diverge', tiny.program, '--prompt-ids', '2,5', '--tokens', '1', '--json'];
    const { code, out, err } = await ps2ml(call, { targets });
    assert.equal(code, 0, err);
    assert.equal((JSON.parse(out) as Answer).operation, null);
  });

  it('runs the reference against itself', async () => {
    const { operation, compared } = await diverge(
      '--target',
      'reference',
      '--prompt-ids',
      '2,5',
      '--tokens',
      '2',
    );
    assert.equal(operation, null);
    assert.ok(compared.operations > 100);
  });

  it('says what an image lacks', async () => {
    const { code, err } = await ps2ml(['diverge', tiny.program, '--image', tiny.program]);
    assert.equal(code, 1);
    assert.match(err, /ISO 9660|tiny\.psnt/);
  });

  for (const [options, words] of [
    [['--against', 'float'], /--against is "float", expected ee, ieee, or the path of another model/],
    [['--tolerance', 'conv=1'], /"conv=1" is not a tolerance: write a number such as 1e-3/],
    [['--check-cache'], /--check-cache needs --image/],
    [['--image', 'x.iso', '--target', 'reference'], /--image boots on the built-in console/],
  ] as const)
    it(`refuses ${options.join(' ')}`, async () => {
      const { code, err } = await ps2ml(['diverge', tiny.program, ...options]);
      assert.equal(code, 2, err);
      assert.match(err, words);
    });
});
