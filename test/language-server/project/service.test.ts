import assert from 'node:assert/strict';
import { CancellationTokenSource, type CompletionItem } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InitializationOptions } from '../../../language-server/files/fileRequests';
import { relativePath } from '../../../language-server/project/relativePath';
import { projectService } from '../../../language-server/project/service';
import type { LanguageService } from '../../../language-server/services/languageService';
import { folderUri, MemoryFiles } from '../memoryFiles';
import { projectUri, sampleFile } from './projects';

const { token } = new CancellationTokenSource();
const tiny = { 'tiny.psnt': sampleFile('tiny.psnt'), 'tiny.tokenizer.bin': sampleFile('tiny.tokenizer.bin') };

function serviceOf(
  files: MemoryFiles,
  client: InitializationOptions = {},
  open: readonly TextDocument[] = [],
): LanguageService {
  return projectService({
    files,
    client: () => client,
    openDocuments: () => open,
    projects: () => Promise.resolve([]),
    log: () => undefined,
    setting: () => Promise.resolve(undefined),
    refresh: () => undefined,
    onNotification: () => undefined,
  });
}

/** A project without its cursor, which is where `|` stands. */
function withoutCursor(text: string): TextDocument {
  return TextDocument.create(projectUri, 'jsonc', 1, text.replace('|', ''));
}

async function complete(
  files: MemoryFiles,
  text: string,
  client?: InitializationOptions,
): Promise<readonly CompletionItem[]> {
  const document = withoutCursor(text);
  const position = document.positionAt(text.indexOf('|'));
  return (await serviceOf(files, client).completion?.(document, position, token)) ?? [];
}

/** The text after an item was taken. */
function taken(text: string, item: CompletionItem | undefined): string {
  const document = withoutCursor(text);
  assert.ok(item?.textEdit && 'range' in item.textEdit);
  return TextDocument.applyEdits(document, [item.textEdit]);
}

async function hover(files: MemoryFiles, text: string): Promise<string> {
  const document = withoutCursor(text);
  const found = await serviceOf(files).hover?.(document, document.positionAt(text.indexOf('|')), token);
  return found && typeof found.contents === 'object' && 'value' in found.contents ? found.contents.value : '';
}

const labels = (items: readonly CompletionItem[]): string[] => items.map(({ label }) => label);

describe('completion in a project', () => {
  const files = new MemoryFiles({
    ...tiny,
    'models/a.gguf': 'x',
    'models/b.txt': 'x',
    'own.elf': 'x',
    'src/Makefile': '',
    'ps2ml.json': '{}',
  });

  it('offers the files that a field can name, and the folders that lead on', async () => {
    assert.deepEqual(labels(await complete(files, '{ "model": "|" }')), ['models', 'src', 'tiny.psnt']);
    assert.deepEqual(labels(await complete(files, '{ "model": "models/|" }')), ['models/a.gguf']);
    assert.deepEqual(labels(await complete(files, '{ "elf": { "file": "|" } }')), [
      'models/',
      'own.elf',
      'src/',
    ]);
    assert.deepEqual(labels(await complete(files, '{ "elf": { "make": "|" } }')), ['models', 'src']);
    assert.ok(!labels(await complete(files, '{ "files": ["|"] }')).includes('ps2ml.json'));
    assert.deepEqual(await complete(files, '{ "model": "gone/|" }'), []);
    assert.deepEqual(await complete(files, '{ "mo|": "" }'), []);
  });

  it('writes quotes where there are none and replaces what stands between them', async () => {
    const [item] = (await complete(files, '{ "model": | }')).filter(({ label }) => label === 'tiny.psnt');
    assert.equal(taken('{ "model": | }', item), '{ "model": "tiny.psnt" }');
    const [other] = await complete(files, '{ "model": "models/x|yz" }');
    assert.equal(taken('{ "model": "models/x|yz" }', other), '{ "model": "models/a.gguf" }');
  });

  it('offers prompts with their tokens, and targets to editors that do not know them', async () => {
    const prompts = await complete(files, '{ "model": "tiny.psnt", "prompts": ["|"] }');
    assert.ok(labels(prompts).includes('Once upon a time'));
    assert.match(prompts[0]?.detail ?? '', /^\d+ tokens$/);
    const targets = await complete(files, '{ "target": "|" }');
    assert.deepEqual(labels(targets), ['built-in', 'reference', 'pcsx2', 'ps2link']);
    assert.deepEqual(await complete(files, '{ "target": "|" }', { jsonSchema: true }), []);
  });
});

describe('a hover in a project', () => {
  const files = new MemoryFiles({ ...tiny, 'A.BIN': 'hello' });

  it('says of a model what it is and needs', async () => {
    const text = await hover(files, '{ "model": "ti|ny.psnt" }');
    assert.match(text, /dim 64, hidden 172, 6 layers, 3 unique/);
    assert.match(text, /needs [\d.]+ MiB of 32 MiB: fits/);
    assert.match(text, /Planned with \| Tokenizer: .*Layout: resident \(default\)\. Disc: DVD \(default\)\./);
  });

  it('counts the tokens of a prompt and the bytes of RAM, disc and files', async () => {
    const project = (rest: string): string => `{ "model": "tiny.psnt", ${rest} }`;
    assert.match(
      await hover(files, project('"prompts": ["Onc|e upon a time"]')),
      /^\d+ tokens of 128 positions/,
    );
    assert.match(
      await hover(files, project('"tokenizer": "tiny.|tokenizer.bin"')),
      /357 tokens, as in the model/,
    );
    assert.match(
      await hover(files, project('"ram": { "budgetKiB": 4|00 }')),
      /RAM: [\d.]+ \w+ of 400\.0 KiB/,
    );
    assert.match(await hover(files, project('"disc": { "type": "c|d" }')), /% of a CD.*WEIGHTS\.BIN/s);
    assert.match(await hover(files, project('"files": ["A|.BIN"]')), /A file of 5 bytes/);
    assert.equal(await hover(files, project('"target": "con|sole"')), '');
    assert.equal(await hover(files, '{ "model": "go|ne.psnt" }'), '');
  });
});

describe('quick fixes in a project', () => {
  it('offer a conversion only to a client that converts', async () => {
    const text = '{ "model": "tiny.psnt", "context": 128, "ram": { "budgetKiB": 256 } }';
    const document = TextDocument.create(projectUri, 'jsonc', 1, text);
    const whole = { start: document.positionAt(0), end: document.positionAt(text.length) };
    const titles = async (client: InitializationOptions): Promise<string[]> => {
      const service = serviceOf(new MemoryFiles(tiny), client);
      return ((await service.codeActions?.(document, whole, [], token)) ?? []).map(({ title }) => title);
    };
    const all = await titles({ converts: true });
    assert.ok(all.some((title) => title.startsWith('Q4 for all matrices')));
    assert.deepEqual(
      await titles({}),
      all.filter((title) => !title.endsWith('; converts the model')),
    );
    assert.ok(all.some((title) => title.startsWith('Raise the budget')));
  });

  it('leave to the schema what it says, where the client holds it against the text', async () => {
    const text = '{ "model": "tiny.psnt", "disc": { "type": "x" }, "files": ["PLAN.BIN"] }';
    const document = TextDocument.create(projectUri, 'jsonc', 1, text);
    const count = async (client: InitializationOptions): Promise<number> =>
      (await serviceOf(new MemoryFiles(tiny), client).diagnostics?.(document, token))?.length ?? 0;
    assert.equal(await count({}), 2);
    assert.equal(await count({ jsonSchema: true }), 1);
  });
});

describe('a rename beside a project', () => {
  const text =
    '{ "model": "models/a.psnt", "tokenizer": "tok.bin", "files": [{ "file": "./tok.bin" }, "B.BIN"] }';

  async function renamed(from: string, to: string, project = text): Promise<string | undefined> {
    const files = new MemoryFiles({
      'ps2ml.json': project,
      'models/a.psnt': 'x',
      'tok.bin': 'x',
      'B.BIN': 'x',
    });
    const edit = await serviceOf(files).filesRenamed?.(
      [{ oldUri: folderUri + from, newUri: folderUri + to }],
      token,
    );
    const edits = edit?.changes?.[projectUri];
    return edits && TextDocument.applyEdits(TextDocument.create(projectUri, 'jsonc', 1, project), edits);
  }

  it('changes every field that names the file, and leaves others alone', async () => {
    assert.equal(
      await renamed('tok.bin', 'words.bin'),
      text.replace('"tok.bin"', '"words.bin"').replace('"./tok.bin"', '"words.bin"'),
    );
    assert.equal(await renamed('other.bin', 'x.bin'), undefined);
  });

  it('follows folders, and files that go up or down', async () => {
    assert.equal(await renamed('models', 'weights'), text.replace('models/', 'weights/'));
    assert.equal(await renamed('models/a.psnt', 'a b.psnt'), text.replace('models/a.psnt', 'a b.psnt'));
    assert.equal(await renamed('B.BIN', 'deep/er/B.BIN'), text.replace('B.BIN', 'deep/er/B.BIN'));
  });

  it('keeps the way to its files when the project itself moves', async () => {
    assert.equal(
      await renamed('ps2ml.json', 'sub/ps2ml.json'),
      text
        .replace('models/', '../models/')
        .replace('"tok.bin"', '"../tok.bin"')
        .replace('"./tok.bin"', '"../tok.bin"')
        .replace('"B.BIN"', '"../B.BIN"'),
    );
  });

  it('knows the text that is open better than the one on disk', async () => {
    const files = new MemoryFiles({ 'ps2ml.json': '{}', 'x.psnt': 'x' });
    const open = TextDocument.create(projectUri, 'jsonc', 3, '{ "model": "x.psnt" }');
    const renames = [{ oldUri: `${folderUri}x.psnt`, newUri: `${folderUri}y.psnt` }];
    const edit = await serviceOf(files, {}, [open]).filesRenamed?.(renames, token);
    assert.equal(edit?.changes?.[projectUri]?.[0]?.newText, '"y.psnt"');
  });

  it('finds the way between any two files', () => {
    assert.equal(relativePath('file:///a/b/c', 'file:///a/d'), '../d');
    assert.equal(relativePath('file:///a/b/c', 'file:///a/b/d/e'), 'd/e');
    assert.equal(relativePath('file:///a/x%20y', 'file:///a/%C3%A4'), 'ä');
    assert.equal(relativePath('file:///a', 'vscode-vfs://b/a'), undefined);
  });
});
