import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { Hover, SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { renderListing } from '../../model/plan/listing';
import { buildLanguageServer } from '../../scripts/language-server.mjs';
import { checkGolden } from '../debug-adapter/goldenFile';
import { projectRoot } from '../support/project';
import { samplePlan } from '../support/sample';
import { Conversation } from './conversation';

describe('the language server as it is shipped', () => {
  let bundles = '';
  let folder = '';
  let conversation: Conversation;

  before(async () => {
    bundles = await mkdtemp(path.join(tmpdir(), 'ps2ml-language-server-'));
    await buildLanguageServer(bundles);
  });
  after(() => rm(bundles, { recursive: true }));
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-languages-'));
    conversation = new Conversation(path.join(bundles, 'language-server.js'), folder);
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

  it('explains a listing as it is written down', async () => {
    await copyFile(path.join(projectRoot, 'samples/tiny/tiny.psnt'), path.join(folder, 'tiny.psnt'));
    const { text } = renderListing(await samplePlan());
    const model = conversation.uri('tiny.psnt');
    const uri = `ps2ml:/0123456789abcdef/tiny.ps2ml?${encodeURIComponent(model)}`;
    await conversation.open(uri, 'ps2ml-listing', text);
    const line = text.split('\n').findIndex((candidate) => candidate.startsWith('L01.attn.q '));
    const column = (word: string): number => text.split('\n')[line]?.indexOf(word) ?? -1;
    await conversation.at('hover', uri, 4, 2);
    await conversation.at('hover', uri, line - 2, 1);
    await conversation.at('hover', uri, line, 2);
    await conversation.at('hover', uri, line, column('layers.00'));
    await conversation.at('hover', uri, line, column('normed'));
    await conversation.at('definition', uri, line, column('normed'));
    await conversation.at('references', uri, line, column('layers.00'), {
      context: { includeDeclaration: true },
    });
    await conversation.request('workspace/symbol', { query: 'L05w2' });
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    await conversation.request('textDocument/inlayHint', { textDocument: { uri }, range });
    await conversation.notify('ps2ml/costs', {
      listing: uri,
      model: 'tiny.psnt',
      source: 'built-in console',
      operations: [{ id: 'L01.attn.q', count: 4, ms: 10, discMs: 6 }],
    });
    await conversation.request('textDocument/codeLens', { textDocument: { uri } });
    await conversation.request('textDocument/inlayHint', { textDocument: { uri }, range });
    await conversation.at('hover', uri, line, 2);
    await finish('listing');
  });

  it('tells of changed tokens only what is different', async () => {
    const { text } = renderListing(await samplePlan());
    const uri = conversation.uri('forward.ps2ml');
    await conversation.open(uri, 'plaintext', text);
    const about = { textDocument: { uri } };
    const first = await conversation.request<SemanticTokens>('textDocument/semanticTokens/full', about);
    await conversation.change(uri, text.replace('rmsnorm ', 'norm    '));
    const previousResultId = first.resultId ?? '';
    const delta = await conversation.request<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', {
      ...about,
      previousResultId,
    });
    const second = await conversation.request<SemanticTokens>('textDocument/semanticTokens/full', about);
    const data = [...first.data];
    for (const { start, deleteCount, data: inserted = [] } of delta.edits.toReversed())
      data.splice(start, deleteCount, ...inserted);
    assert.deepEqual(data, second.data);
    assert.ok(delta.edits.length > 0 && (delta.edits[0]?.data?.length ?? 0) < data.length / 4);
  });

  it('says of a listing without its model what the text says', async () => {
    const uri = `ps2ml:/0123456789abcdef/tiny.ps2ml?${encodeURIComponent(conversation.uri('gone.psnt'))}`;
    await conversation.open(uri, 'ps2ml-listing', renderListing(await samplePlan()).text);
    const hover = await conversation.at<Hover>('hover', uri, 5, 2);
    assert.match(JSON.stringify(hover), /embedding.*h\.00, \[64\]/);
    assert.equal(await conversation.close(), 0);
    assert.equal(conversation.errors, '');
  });

  it('checks a project as it is written down', async () => {
    const files = ['tiny.psnt', 'tiny.tokenizer.bin'];
    for (const name of files)
      await copyFile(path.join(projectRoot, 'samples/tiny', name), path.join(folder, name));
    const uri = conversation.uri('ps2ml.json');
    const text = '{\n  "model": "tiny.psnt",\n  "ram": { "budgetKiB": 128 },\n  "prompts": ["Once"]\n}\n';
    await writeFile(path.join(folder, 'ps2ml.json'), text);
    await conversation.open(uri, 'json', text);
    await conversation.diagnostics(uri);
    await conversation.request('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } },
      context: { diagnostics: [] },
    });
    await conversation.at('hover', uri, 1, 14);
    await conversation.at('hover', uri, 3, 18);
    await conversation.at('completion', uri, 1, 13);
    await conversation.request('workspace/willRenameFiles', {
      files: [{ oldUri: conversation.uri('tiny.psnt'), newUri: conversation.uri('models/small.psnt') }],
    });
    await conversation.change(uri, text.replace('128', '1024'));
    assert.deepEqual(await conversation.diagnostics(uri), []);
    await conversation.change(uri, text.replace('tiny.psnt', 'tin.psnt'));
    await conversation.diagnostics(uri);
    await finish('project');
  });

  it('lives through whatever is typed', async () => {
    const listing = renderListing(await samplePlan())
      .text.split('\n')
      .slice(0, 12)
      .join('\n');
    const documents = [
      { uri: conversation.uri('a.ps2ml'), text: listing },
      {
        uri: conversation.uri('ps2ml.json'),
        text: '{ "model": "x.psnt", "files": ["A.BIN", { "file": "B" }] }',
      },
      { uri: conversation.uri('SYSTEM.CNF'), text: 'BOOT2 = cdrom0:\\PSML_000.01;1\nVMODE = NTSC\n' },
    ];
    for (const { uri, text } of documents) await conversation.open(uri, 'plaintext', text);
    const requests = ['hover', 'completion', 'definition', 'references', 'documentHighlight'];
    const edit = fc.record({
      document: fc.nat({ max: documents.length - 1 }),
      at: fc.nat({ max: 200 }),
      length: fc.nat({ max: 20 }),
      typed: fc.string({ unit: 'binary', maxLength: 5 }),
      request: fc.constantFrom(...requests),
    });
    await fc.assert(
      fc.asyncProperty(edit, async ({ document, at, length, typed, request }) => {
        const { uri, text } = documents[document] ?? { uri: '', text: '' };
        await conversation.change(uri, text.slice(0, at) + typed + text.slice(at + length));
        const context = { includeDeclaration: true };
        await conversation.at(request, uri, 0, Math.min(at, 40), { context });
        await conversation.request('textDocument/documentSymbol', { textDocument: { uri } });
        await conversation.request('textDocument/foldingRange', { textDocument: { uri } });
      }),
      { numRuns: 100 },
    );
    assert.equal(await conversation.close(), 0);
    assert.equal(conversation.errors, '');
  });

  it('answers nothing about a document that is not open or of no language of ours', async () => {
    await conversation.open(conversation.uri('a.txt'), 'plaintext', 'BOOT2 = x');
    assert.equal(await conversation.at('hover', conversation.uri('a.txt'), 0, 1), null);
    assert.equal(await conversation.at('hover', conversation.uri('b.txt'), 0, 1), null);
    assert.equal(await conversation.close(), 0);
  });

  it('refuses an option that it does not know', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [path.join(bundles, 'language-server.js'), '--what'],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(status, 2);
    assert.match(stderr, /^language-server: unknown option --what; call it with --stdio/);
  });
});
