import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertFile } from '../../model/convert/node/convertFile';
import { runStep } from '../../project/node/build/steps';
import type { Work } from '../../project/node/build/work';
import { openProject } from '../../project/node/projectFolder';
import { tiny } from '../debug-adapter/conversation';

describe('sources that change while they are read', function () {
  this.timeout(60_000);
  let folder: string;
  let lines: string[];
  const file = (name: string): string => path.join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-changed-'));
    copyFileSync(tiny.program, file('tiny.psnt'));
    copyFileSync(tiny.tokenizer, file('tiny.tokenizer.bin'));
    lines = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Another value in place, so that size and name stay. */
  function change(name: string): void {
    const bytes = readFileSync(file(name));
    writeFileSync(file(name), bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1));
  }

  it('are not converted into a mixture', async () => {
    writeFileSync(file('out.psnt'), 'old');
    const conversion = convertFile(file('tiny.psnt'), file('out.psnt'), {
      quantization: 'q4',
      onProgress: (done, total) => {
        if (done === total) change('tiny.psnt');
      },
    });
    await assert.rejects(
      conversion,
      /tiny\.psnt was changed by another program while it was read: run this again/,
    );
    assert.equal(readFileSync(file('out.psnt'), 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder).sort(), ['out.psnt', 'tiny.psnt', 'tiny.tokenizer.bin']);
  });

  async function work(during: (what: string, done: number, total: number) => void): Promise<Work> {
    return {
      folder: await openProject(folder),
      say: (line) => lines.push(line),
      progress: during,
      signal: new AbortController().signal,
      convert: convertFile,
    };
  }

  it('make no image, and the next build makes it', async () => {
    writeFileSync(file('ps2ml.json'), JSON.stringify({ model: 'tiny.psnt', prompts: ['Once'] }));
    const image = file('build/tiny.iso');
    for (const changed of ['tiny.psnt', 'tiny.tokenizer.bin']) {
      const building = work((what, done, total) => {
        if (what === 'Writing the image' && done === total) change(changed);
      }).then((it) => runStep('image', it));
      await assert.rejects(
        building,
        new RegExp(`${changed.replaceAll('.', '\\.')} was changed while the image`),
      );
      assert.ok(!existsSync(image));
      copyFileSync(tiny.program, file('tiny.psnt'));
      copyFileSync(tiny.tokenizer, file('tiny.tokenizer.bin'));
    }
    await runStep('image', await work(() => undefined));
    assert.ok(existsSync(image));
    await runStep('image', await work(() => undefined));
    assert.match(lines.at(-1) ?? '', /up to date/);
  });

  it('that are replaced while they are converted make the next build convert again', async () => {
    writeFileSync(
      file('ps2ml.json'),
      JSON.stringify({ model: 'tiny.safetensors.bin', conversion: { type: 'q4' } }),
    );
    // Any file that is no PSNT by its name is converted.
    copyFileSync(tiny.program, file('tiny.safetensors.bin'));
    const replaced = await work((what, done, total) => {
      if (what !== 'Converting' || done !== total) return;
      rmSync(file('tiny.safetensors.bin'));
      const bytes = readFileSync(tiny.program);
      writeFileSync(file('tiny.safetensors.bin'), bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1));
    });
    await runStep('convert', replaced);
    await runStep('convert', await work(() => undefined));
    assert.match(lines.join('\n'), /Building build\/.*: tiny\.safetensors\.bin has changed\./);
  });
});
