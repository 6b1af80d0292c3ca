// Needs nvim: part of test:quick where it is installed.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderListing } from '../../model/plan/listing';
import { buildLanguageServer } from '../../scripts/language-server.mjs';
import { bundle, type Bundles } from '../debug-adapter/bundles';
import { tiny } from '../debug-adapter/conversation';
import { samplePlan } from '../support/sample';
import { inNeovim } from './neovim';

describe('Neovim', function () {
  this.timeout(300_000);
  let folder: string;
  let bundles: Bundles;
  before(async () => {
    bundles = bundle({
      'debug-adapter': 'debug-adapter/main.ts',
      'engine-worker': 'model/engine/node/engineWorker.ts',
    });
    await buildLanguageServer(path.dirname(bundles.file('debug-adapter')));
  });
  after(() => bundles.remove());
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-neovim-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('shows what the language server says of SYSTEM.CNF', async () => {
    const file = path.join(folder, 'SYSTEM.CNF');
    // The letter before the equals sign is two UTF-16 units and four bytes.
    writeFileSync(file, 'BOOT2 = cdrom0:\\PSML_000.07;1\nVMODE 𝛼 = PAL\nV\n');
    writeFileSync(path.join(folder, 'PSML_000.07'), '');
    const answers = await inNeovim('languageServer.lua', folder, {
      SERVER: bundles.file('language-server'),
      FILE: file,
      LANGUAGE: 'ps2-system-cnf',
      PLACES: JSON.stringify([
        { method: 'hover', line: 0, column: 2 },
        { method: 'completion', line: 2, column: 1 },
      ]),
      MENDED: 'BOOT2 = cdrom0:\\PSML_000.07;1\nVMODE = PAL\n',
    });
    assert.deepEqual(answers.diagnostics, [
      '2:0 Unknown key "VMODE 𝛼". Keys: BOOT2, VER, VMODE, HDDUNITPOWER.',
      '3:0 Expected KEY = VALUE, found "V".',
    ]);
    assert.match(JSON.stringify(answers[1]), /BOOT2/);
    assert.match(JSON.stringify(answers[2]), /"label":"VMODE"/);
    assert.deepEqual(answers.mended, []);
  });

  it('shows what the language server says of a project', async () => {
    const file = path.join(folder, 'ps2ml.json');
    const text = '{\n  "model": "missing.psnt",\n  "target": "built-in"\n}\n';
    writeFileSync(file, text);
    const mended = { model: tiny.program, tokenizer: tiny.tokenizer };
    const answers = await inNeovim('languageServer.lua', folder, {
      SERVER: bundles.file('language-server'),
      FILE: file,
      LANGUAGE: 'json',
      PLACES: JSON.stringify([
        { method: 'hover', line: 2, column: 4 },
        { method: 'completion', line: 2, column: 13 },
      ]),
      MENDED: JSON.stringify(mended),
    });
    assert.match(JSON.stringify(answers.diagnostics), /2:\d+ .*missing\.psnt/);
    assert.match(JSON.stringify(answers[2]), /pcsx2/);
  });

  it('debugs a forward pass from a buffer with its listing', async () => {
    const { text } = renderListing(await samplePlan());
    const lines = text.split('\n');
    const line = lines.findIndex((each) => each.startsWith('L01.attn.q ')) + 1;
    const file = path.join(folder, 'with spaces.ps2ml');
    writeFileSync(file, text);
    const answers = await inNeovim('debugAdapter.lua', folder, {
      ADAPTER: bundles.file('debug-adapter'),
      FILE: file,
      LINE: String(line),
      PROGRAM: tiny.program,
      TOKENIZER: tiny.tokenizer,
    });
    assert.deepEqual(answers.breakpoints, [{ id: 1, verified: true, line }]);
    const place = (stop: unknown): unknown[] => {
      const { name, column } = stop as { name: string; column: number };
      return [name, column];
    };
    assert.deepEqual(place(answers.stop), ['L01.attn.q', 1]);
    assert.deepEqual(place(answers.step), ['L01.attn.k', 1]);
    assert.match(String(answers.shown), /^L01\.attn\.k /);
    assert.ok(
      Array.isArray(answers.scopes) && answers.scopes.includes('Activations'),
      String(answers.scopes),
    );
    assert.match(String(answers.mean), /^[−-]?\d+\.\d+/);
    assert.notEqual(answers.output, '');
    assert.equal(answers.exit, 0);
  });
});
