import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundle, type Bundles } from '../debug-adapter/bundles';
import { checkGolden } from '../debug-adapter/goldenFile';
import { Conversation } from './conversation';

describe('the language server as it is shipped', () => {
  let bundles: Bundles;
  let folder = '';
  let conversation: Conversation;

  before(() => {
    bundles = bundle({ 'language-server': 'language-server/main.ts' });
  });
  after(() => bundles.remove());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-languages-'));
    conversation = new Conversation(bundles.file('language-server'), folder);
    await conversation.initialize();
  });
  afterEach(async () => {
    conversation.kill();
    await rm(folder, { recursive: true });
  });

  /** Ends the conversation, which must have gone well, and holds it against what was written down. */
  async function finish(name: string): Promise<void> {
    assert.equal(await conversation.close(), 0);
    assert.equal(conversation.errors, '');
    checkGolden(path.join(__dirname, 'golden', `${name}.golden.txt`), conversation.transcript());
  }

  it('helps with SYSTEM.CNF as it is written down', async () => {
    await writeFile(path.join(folder, 'PSML_000.07'), '');
    const uri = conversation.uri('SYSTEM.CNF');
    await conversation.open(uri, 'plaintext', 'boot2 = cdrom0:\\psml_000.01\nVMODE = pal\nV');
    await conversation.diagnostics(uri);
    await conversation.request('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
      context: { diagnostics: [] },
    });
    await conversation.at('hover', uri, 0, 2);
    await conversation.at('completion', uri, 0, 14);
    await conversation.at('completion', uri, 2, 1);
    const options = { tabSize: 2, insertSpaces: true };
    await conversation.request('textDocument/formatting', { textDocument: { uri }, options });
    await conversation.change(uri, 'BOOT2 = cdrom0:\\PSML_000.07;1\n');
    assert.deepEqual(await conversation.diagnostics(uri), []);
    await finish('systemCnf');
  });

  it('answers nothing about a document that is not open or of no language of ours', async () => {
    await conversation.open(conversation.uri('a.txt'), 'plaintext', 'BOOT2 = x');
    assert.equal(await conversation.at('hover', conversation.uri('a.txt'), 0, 1), null);
    assert.equal(await conversation.at('hover', conversation.uri('b.txt'), 0, 1), null);
    assert.equal(await conversation.close(), 0);
  });

  it('refuses an option that it does not know', () => {
    const { status, stderr } = spawnSync(process.execPath, [bundles.file('language-server'), '--what'], {
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.match(stderr, /^language-server: unknown option --what; call it with --stdio/);
  });
});
