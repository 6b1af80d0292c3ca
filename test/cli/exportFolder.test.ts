// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Consoles } from '../debug-adapter/consoleTarget';
import { referenceInProcess } from '../debug-adapter/conversation';
import { smallExport, writeExportFolder } from '../support/exportFolder';
import { sharedPath } from '../support/shared';
import { ps2ml } from './terminal';

describe('a folder as the author of the original exports it', function () {
  this.timeout(120_000);
  const consoles = new Consoles();
  let root = '';
  let folder: string;

  before(function () {
    const tokenizer = sharedPath('models/brandon-8k.tokenizer.model');
    if (tokenizer === undefined) {
      console.log('      skipped: ../shared/models is not there');
      this.skip();
    }
    root = mkdtempSync(path.join(tmpdir(), 'ps2ml-export-'));
    folder = path.join(root, 'tiny-export');
    mkdirSync(folder);
    writeExportFolder(folder, smallExport);
    copyFileSync(tokenizer, path.join(folder, 'tokenizer.model'));
  });
  after(() => {
    consoles.remove();
    if (root !== '') rmSync(root, { recursive: true });
  });

  it('is run as a conversation by one command, and nothing is left in it', async () => {
    const call = ['run', folder, '--chat', '--prompt', 'Hello world', '--tokens', '4', '--json'];
    const targets = new Map([
      ['reference', referenceInProcess],
      ['built-in', consoles.target],
    ]);
    const ids: (readonly number[])[] = [];
    for (const target of targets.keys()) {
      const { code, out, err } = await ps2ml([...call, '--target', target], { targets });
      assert.equal(code, 0, err);
      assert.match(err, /^Converting .*tiny-export to Q8 for this run\. To keep the result: ps2ml convert /);
      assert.match(err, /^Tokenizer: tokenizer\.model$/m);
      assert.doesNotMatch(err, /Warning/);
      const said = JSON.parse(out) as { model: string; prompt: number[]; tokens: number[] };
      assert.equal(said.model, 'tiny-export.psnt');
      assert.deepEqual(said.prompt, [8096, 4, 97, 14, 6069, 8102, 1089, 8096, 5, 8096, 4, 292, 147, 187]);
      assert.equal(said.tokens.length, 4);
      ids.push(said.tokens);
    }
    assert.deepEqual(ids[1], ids[0], 'the console writes the tokens of the engine');
    assert.deepEqual(readdirSync(folder).sort(), ['config.json', 'model.safetensors', 'tokenizer.model']);
  });

  it('is run by its file too', async () => {
    const file = path.join(folder, 'model.safetensors');
    const { code, err } = await ps2ml(['run', file, '--prompt', 'Hi', '--tokens', '1']);
    assert.equal(code, 0, err);
    assert.match(err, /^Tokenizer: tokenizer\.model$/m);
  });

  it('says why the tokenizer in it does not fit', async () => {
    const file = path.join(folder, 'generation_config.json');
    writeFileSync(file, '{ "eos_token_id": [3, 9999] }');
    const { code, err } = await ps2ml(['run', folder, '--prompt', 'Hi', '--tokens', '1']);
    rmSync(file);
    assert.equal(code, 1);
    assert.match(
      err,
      /A prompt needs a tokenizer: .* The one next to the model does not fit\. generation_config\.json: eos_token_id\.1 is 9999, expected a token of tokenizer\.model \(0 to 8191\)/,
    );
  });

  it('that is a project or not a model is refused in one sentence', async () => {
    const other = path.join(root, 'other');
    mkdirSync(other);
    const empty = await ps2ml(['run', other]);
    assert.equal(empty.code, 1);
    assert.match(empty.err, /config\.json/);
    writeFileSync(path.join(other, 'ps2ml.json'), '{}');
    const project = await ps2ml(['run', other]);
    assert.equal(project.code, 2);
    assert.match(project.err, /other is a project\. Build it with ps2ml build/);
  });
});
