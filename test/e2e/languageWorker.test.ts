import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { renderListing } from '../../model/plan/listing';
import { launchBrowser } from '../support/browser';
import { projectRoot } from '../support/project';
import { samplePlan } from '../support/sample';
import { waitFor } from '../support/wait';

const sample = readFileSync(path.join(projectRoot, 'samples/tiny/tiny.psnt'));
const folder = 'vscode-vfs://github/project/';

/** A message of the protocol. */
interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly uri?: string; readonly offset?: number; readonly length?: number };
  readonly result?: unknown;
}

/** A client of the server in a worker of a page; the one file of the workspace is the sample. */
class WorkerClient {
  private readonly heard: Message[] = [];
  private ids = 0;

  private constructor(private readonly page: Page) {}

  static async start(page: Page, bundle: string): Promise<WorkerClient> {
    const client = new WorkerClient(page);
    await page.exposeFunction('heard', (message: Message) => client.receive(message));
    await page.evaluate((source) => {
      const scope = window as unknown as { worker: Worker; heard: (message: unknown) => void };
      scope.worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      scope.worker.onmessage = ({ data }) => scope.heard(data);
    }, bundle);
    return client;
  }

  async request(method: string, params: object): Promise<unknown> {
    const id = ++this.ids;
    await this.send({ id, method, params });
    const answer = await this.until(`the answer to ${method}`, (message) => {
      return message.id === id && message.method === undefined;
    });
    return answer.result;
  }

  async notify(method: string, params: object): Promise<void> {
    await this.send({ method, params });
  }

  /** The first message that is wanted. */
  until(name: string, wanted: (message: Message) => boolean): Promise<Message> {
    const look = (): unknown => this.heard.map(({ id, method }) => ({ id, method }));
    return waitFor({ name, ask: () => this.heard.find(wanted), look });
  }

  private async receive(message: Message): Promise<void> {
    this.heard.push(message);
    const { id, method = '', params: { offset = 0, length = 0 } = {} } = message;
    if (id === undefined || !method.startsWith('ps2ml/file/')) return;
    if (method.endsWith('list')) return this.send({ id, result: { value: ['tiny.psnt'] } });
    const value = method.endsWith('read')
      ? sample.subarray(offset, offset + length).toString('base64')
      : { kind: 'file', size: sample.length, stamp: '1' };
    await this.send({ id, result: { value } });
  }

  private async send(message: object): Promise<void> {
    await this.page.evaluate((sent) => (window as unknown as { worker: Worker }).worker.postMessage(sent), {
      jsonrpc: '2.0',
      ...message,
    });
  }
}

describe('the language server in a web worker', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('checks a text, and explains a listing whose model the client reads for it', async () => {
    const bundle = readFileSync(path.join(projectRoot, 'dist/web/language-server.js'), 'utf8');
    const client = await WorkerClient.start(await browser.newPage(), bundle);
    await client.request('initialize', {
      processId: null,
      capabilities: {},
      workspaceFolders: [{ uri: folder, name: 'project' }],
      initializationOptions: { readsFiles: true },
    });
    await client.notify('initialized', {});
    const open = (uri: string, languageId: string, text: string): Promise<void> =>
      client.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    await open(`${folder}SYSTEM.CNF`, 'plaintext', 'BOOT2 = cdrom0:\\psml_000.01;1\n');
    const uri = `ps2ml:/0123456789abcdef/tiny.ps2ml?${encodeURIComponent(`${folder}tiny.psnt`)}`;
    await open(uri, 'ps2ml-listing', renderListing(await samplePlan()).text);
    const position = { line: 4, character: 1 };
    const hover = await client.request('textDocument/hover', { textDocument: { uri }, position });
    assert.match(JSON.stringify(hover), /Positions \| up to 8/);
    const published = await client.until(
      'the diagnostics of SYSTEM.CNF',
      ({ method, params }) =>
        method === 'textDocument/publishDiagnostics' && params?.uri === `${folder}SYSTEM.CNF`,
    );
    assert.match(JSON.stringify(published), /"code":"boot-case"/);
  });
});
