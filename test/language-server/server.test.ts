import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { startServer } from '../../language-server/server/server';
import {
  UserError,
  type LanguageService,
  type ServiceHost,
} from '../../language-server/services/languageService';
import { MemoryFiles } from './memoryFiles';

const language = { ids: ['test'], fileNames: ['test.txt'] };
const uri = 'file:///project/test.txt';
const about = { textDocument: { uri }, position: { line: 0, character: 0 } };

describe('the server with a service of any kind', () => {
  let client: ProtocolConnection;
  let advertised: ServerCapabilities;
  let logged: string[];
  let published: PublishDiagnosticsParams[];
  let host: ServiceHost | undefined;

  async function start(service: Partial<LanguageService>): Promise<void> {
    const [up, down] = [new PassThrough(), new PassThrough()];
    logged = [];
    published = [];
    startServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), {
      files: () => new MemoryFiles(),
      services: [
        (given) => {
          host = given;
          return { language, ...service };
        },
      ],
      pauseMs: 20,
    });
    client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    client.onNotification('window/logMessage', ({ message }: { message: string }) => {
      logged.push(message);
    });
    client.onNotification('textDocument/publishDiagnostics', (given: PublishDiagnosticsParams) => {
      published.push(given);
    });
    client.onRequest('workspace/configuration', () => ['kept']);
    client.listen();
    const capabilities = { workspace: { configuration: true } };
    ({ capabilities: advertised } = await client.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
    }));
    await client.sendNotification('initialized', {});
    const textDocument = { uri, languageId: 'plaintext', version: 1, text: 'one' };
    await client.sendNotification('textDocument/didOpen', { textDocument });
  }
  afterEach(() => client.dispose());

  it('advertises what the service has and nothing else', async () => {
    await start({ hover: () => ({ contents: 'x' }) });
    assert.equal(advertised.hoverProvider, true);
    assert.equal(advertised.completionProvider, undefined);
    assert.equal(advertised.definitionProvider, false);
    assert.deepEqual(await client.sendRequest('textDocument/hover', about), { contents: 'x' });
    assert.equal(await client.sendRequest('textDocument/completion', about), null);
  });

  it('answers nothing and logs the fault when the service throws, and goes on', async () => {
    let times = 0;
    await start({
      hover: () => {
        if (times++ === 0) throw new Error('a fault');
        return { contents: 'again' };
      },
    });
    assert.equal(await client.sendRequest('textDocument/hover', about), null);
    assert.match(logged.join('\n'), /test\.txt: Error: a fault/);
    assert.deepEqual(await client.sendRequest('textDocument/hover', about), { contents: 'again' });
  });

  it('says a refusal in the service’s own words', async () => {
    await start({
      rename: () => {
        throw new UserError('A name has no spaces.');
      },
    });
    const refused = client.sendRequest('textDocument/rename', { ...about, newName: 'a b' });
    await assert.rejects(refused, /^ResponseError: A name has no spaces\.$|A name has no spaces\./);
    assert.deepEqual(logged, []);
  });

  it('checks after a pause in typing, and cancels the check of an older text', async () => {
    const seen: string[] = [];
    let cancelled = 0;
    await start({
      diagnostics: async (document, token) => {
        const text = document.getText();
        seen.push(text);
        await new Promise((resolve) => setTimeout(resolve, 60));
        if (token.isCancellationRequested) cancelled++;
        return token.isCancellationRequested
          ? undefined
          : [{ range: { start: about.position, end: about.position }, message: text }];
      },
    });
    const change = async (version: number, text: string): Promise<void> => {
      await client.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    };
    for (const version of [2, 3, 4]) await change(version, `text ${version}`);
    while (!seen.includes('text 4')) await new Promise((resolve) => setTimeout(resolve, 5));
    await change(5, 'last');
    while (published.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(
      published.map(({ version, diagnostics }) => [version, diagnostics[0]?.message]),
      [[5, 'last']],
    );
    assert.equal(cancelled, 1);
    assert.ok(!seen.includes('text 2') && !seen.includes('text 3'));
  });

  it('takes its diagnostics back when a document is closed', async () => {
    let closed = '';
    await start({
      diagnostics: () => [{ range: { start: about.position, end: about.position }, message: 'x' }],
      closed: (name) => {
        closed = name;
      },
    });
    while (published.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await client.sendNotification('textDocument/didClose', { textDocument: { uri } });
    while (published.length === 1) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(published[1]?.diagnostics, []);
    assert.equal(closed, uri);
  });

  it('gives the service settings, notifications and open documents', async () => {
    await start({});
    const heard: unknown[] = [];
    host?.onNotification('test/news', (value) => heard.push(value));
    await client.sendNotification('test/news', { a: 1 });
    assert.equal(await host?.setting('anything', uri), 'kept');
    assert.deepEqual(heard, [{ a: 1 }]);
    assert.deepEqual(
      host?.openDocuments().map((document) => document.getText()),
      ['one'],
    );
  });
});
