import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle, type Bundles } from '../../debug-adapter/bundles';
import { checkGolden } from '../../debug-adapter/goldenFile';
import { Conversation } from '../conversation';

const source = `#include "regs.inc"
	.set noreorder
	.globl dot
dot:	lq $t0, 8($sp)
	pmaddh $t2, $t0, COUNT
	twice $t2
	mul.s $f0, $f1, $f2
	add.s $f3, $f0, $f1
	cvt.w.s $f0, $f3
1:	addiu $a0, $a0, 16
	bne $a0, $a1, 1b
	addu $v0, $v0, $t2
	jr $ra
	nop
`;
const macros = '#define COUNT $t1\n\t.macro twice reg\n\taddu \\reg, \\reg, \\reg\n\t.endm\n';

describe('the language server and assembly', () => {
  let bundles: Bundles;
  let folder = '';
  let conversation: Conversation;

  before(() => {
    bundles = bundle({ 'language-server': 'language-server/main.ts' });
  });
  after(() => bundles.remove());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-assembly-'));
    conversation = new Conversation(bundles.file('language-server'), folder);
    await conversation.initialize();
  });
  afterEach(async () => {
    conversation.kill();
    await rm(folder, { recursive: true });
  });

  it('help as it is written down', async () => {
    await writeFile(path.join(folder, 'regs.inc'), macros);
    const uri = conversation.uri('dot.S');
    await conversation.open(uri, 'r5900-asm', source);
    await conversation.diagnostics(uri);
    await conversation.at('hover', uri, 4, 3);
    await conversation.at('hover', uri, 4, 20);
    await conversation.at('definition', uri, 5, 3);
    await conversation.at('definition', uri, 0, 12);
    await conversation.at('references', uri, 4, 18, { context: { includeDeclaration: true } });
    await conversation.at('prepareRename', uri, 3, 1);
    await conversation.at('rename', uri, 5, 3, { newName: 'doubled' });
    await conversation.at('signatureHelp', uri, 4, 13);
    await conversation.at('documentHighlight', uri, 10, 17);
    const textDocument = { uri };
    await conversation.request('textDocument/documentSymbol', { textDocument });
    await conversation.request('textDocument/foldingRange', { textDocument });
    await conversation.request('textDocument/inlayHint', {
      textDocument,
      range: { start: { line: 0, character: 0 }, end: { line: 13, character: 0 } },
    });
    await conversation.request('textDocument/codeAction', {
      textDocument,
      range: { start: { line: 8, character: 0 }, end: { line: 10, character: 0 } },
      context: { diagnostics: [] },
    });
    await conversation.request('workspace/symbol', { query: 'dt' });
    assert.equal(await conversation.close(), 0);
    assert.equal(conversation.errors, '');
    checkGolden(path.join(__dirname, 'golden', 'r5900.golden.txt'), conversation.transcript());
  });

  it('refuses names that cannot be, and says so', async () => {
    const uri = conversation.uri('a.S');
    await conversation.open(uri, 'r5900-asm', 'a: nop\nb: j a\n');
    const rename = (newName: string) => conversation.at('rename', uri, 0, 0, { newName });
    await assert.rejects(rename('1x'), /"1x" is not a valid name/);
    await assert.rejects(rename('b'), /b is already defined in line 2/);
    assert.equal(await conversation.close(), 0);
  });

  it('reads nothing outside the workspace, and says which file is missing', async () => {
    const outside = await mkdtemp(path.join(tmpdir(), 'ps2ml-outside-'));
    try {
      await writeFile(path.join(outside, 'secret.inc'), macros);
      const uri = conversation.uri('a.S');
      const include = path.relative(folder, path.join(outside, 'secret.inc'));
      await conversation.open(uri, 'r5900-asm', `#include "${include}"\n\ttwice $v0\n`);
      const [finding] = await conversation.diagnostics(uri);
      assert.match(JSON.stringify(finding?.message), /could not be read/);
      assert.equal(
        await conversation.at('definition', uri, 1, 3).then((answer) => JSON.stringify(answer)),
        '[]',
      );
      assert.equal(await conversation.close(), 0);
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it('lives through every half of a source, typed letter by letter', async () => {
    const uri = conversation.uri('a.vsm');
    const text = 'loop: NOP[E] LQ.xyz VF01, 4(VI02++)\n MULAx ACC, VF01, VF02x DIV Q, VF00w, VF01w\n/* half';
    await conversation.open(uri, 'ps2-vu-asm', '');
    for (let length = 1; length <= text.length; length += 3) {
      await conversation.change(uri, text.slice(0, length));
      const line = text.slice(0, length).split('\n').length - 1;
      await conversation.at('completion', uri, line, 1000);
      await conversation.at('hover', uri, line, 3);
    }
    await conversation.diagnostics(uri);
    assert.equal(conversation.errors, '');
    assert.ok(conversation.isRunning);
    assert.equal(await conversation.close(), 0);
  });
});
