import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { StreamMessageReader, StreamMessageWriter, type Hover } from 'vscode-languageserver/node';
import { serve } from '../../language-server/server/core';
import { recount, recountTokens } from '../../language-server/server/positionEncoding';
import { MemoryFiles } from './memoryFiles';

/** What a message may have. */
interface Answer {
  readonly id?: number | null;
  readonly method?: string;
  readonly params?: { readonly uri?: string; readonly diagnostics?: readonly { readonly range: unknown }[] };
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A client that writes bytes, so that it can also write what no library would. */
class RawClient {
  private readonly up = new PassThrough();
  private received = Buffer.alloc(0);
  private readonly answers: Answer[] = [];
  private heard: () => void = () => undefined;
  private lastId = 0;
  exitCode: number | undefined;

  constructor() {
    const down = new PassThrough();
    down.on('data', (data: Buffer) => this.receive(data));
    serve({
      reader: new StreamMessageReader(this.up),
      writer: new StreamMessageWriter(down),
      files: () => new MemoryFiles(),
      onExit: (code) => (this.exitCode = code),
      pauseMs: 5,
    });
  }

  write(bytes: string): void {
    this.up.write(bytes);
  }

  send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  async ask(method: string, params?: object): Promise<Answer> {
    const id = ++this.lastId;
    this.send({ id, method, ...(params && { params }) });
    return this.next((answer) => answer.id === id && answer.method === undefined);
  }

  /** The next message of a kind. The time limit of the test is the limit. */
  async next(matches: (answer: Answer) => boolean): Promise<Answer> {
    for (;;) {
      const at = this.answers.findIndex(matches);
      if (at >= 0) return this.answers.splice(at, 1)[0] ?? {};
      await new Promise<void>((resolve) => (this.heard = resolve));
    }
  }

  /** Opens a document as a client with these encodings. @returns the server's capabilities. */
  async open(positionEncodings: readonly string[] | undefined, uri: string, text: string): Promise<object> {
    const general = positionEncodings && { positionEncodings };
    const { result } = await this.ask('initialize', {
      processId: null,
      rootUri: null,
      capabilities: { ...(general && { general }) },
    });
    this.send({ method: 'initialized', params: {} });
    const textDocument = { uri, languageId: 'r5900-asm', version: 1, text };
    this.send({ method: 'textDocument/didOpen', params: { textDocument } });
    return (result as { capabilities: object }).capabilities;
  }

  private receive(data: Buffer): void {
    this.received = Buffer.concat([this.received, data]);
    for (;;) {
      const start = this.received.indexOf('\r\n\r\n') + 4;
      const length = Number(/Content-Length: (\d+)/.exec(this.received.toString('latin1', 0, start))?.[1]);
      if (start < 4 || this.received.length < start + length) return;
      this.answers.push(JSON.parse(this.received.toString('utf8', start, start + length)) as Answer);
      this.received = this.received.subarray(start + length);
      this.heard();
    }
  }
}

const uri = 'file:///project/line.s';
/** The instruction stands after characters of 1, 2, 3 and 4 bytes. */
const line = '/* aé€😀 */ bne $t0, $zero, main';
const text = `main: nop\n${line}\n`;

describe('clients of the language server as they are', () => {
  const columnOf = {
    'utf-8': (part: string) => Buffer.byteLength(part),
    'utf-16': (part: string) => part.length,
    'utf-32': (part: string) => Array.from(part).length,
  };

  for (const encoding of ['utf-16', 'utf-8', 'utf-32'] as const) {
    it(`counts characters in ${encoding} for a client that does`, async () => {
      const client = new RawClient();
      const others = encoding === 'utf-16' ? undefined : [encoding, 'utf-16'];
      const capabilities = await client.open(others, uri, text);
      const said = (capabilities as { positionEncoding?: string }).positionEncoding;
      assert.equal(said, encoding === 'utf-16' ? undefined : encoding);
      const column = (word: string): number => columnOf[encoding](line.slice(0, line.indexOf(word)));
      const position = { line: 1, character: column('bne') };
      const { result } = await client.ask('textDocument/hover', { textDocument: { uri }, position });
      const { range } = result as Hover;
      assert.deepEqual(range, {
        start: position,
        end: { line: 1, character: position.character + 'bne'.length },
      });
      // The changed text is the one that counts.
      const longer = `${text.slice(0, -1)} # é\n`;
      const changes = {
        textDocument: { uri, version: 2 },
        contentChanges: [{ text: longer.replace('😀', '😀😀') }],
      };
      client.send({ method: 'textDocument/didChange', params: changes });
      const moved = { line: 1, character: position.character + columnOf[encoding]('😀') };
      const again = await client.ask('textDocument/hover', { textDocument: { uri }, position: moved });
      assert.deepEqual((again.result as Hover).range?.start, moved);
      assert.equal((await client.ask('shutdown')).result, null);
    });
  }

  it('recounts any line there and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.nat(20), (some, at) => {
        const inside = Array.from(some).slice(0, at).join('').length;
        for (const encoding of ['utf-8', 'utf-32'] as const) {
          const there = recount(some, inside, 'utf-16', encoding);
          assert.equal(there, columnOf[encoding](some.slice(0, inside)));
          assert.equal(recount(some, there, encoding, 'utf-16'), inside);
        }
      }),
    );
    assert.deepEqual(
      recountTokens([0, 3, 1, 7, 8, 0, 1, 1, 0, 0], ['é😀ab'], 'utf-16', 'utf-8'),
      [0, 6, 1, 7, 8, 0, 1, 1, 0, 0],
    );
  });

  it('refuses requests before initialize and after shutdown', async () => {
    const client = new RawClient();
    const about = { textDocument: { uri }, position: { line: 0, character: 0 } };
    assert.equal((await client.ask('textDocument/hover', about)).error?.code, -32002);
    await client.open(undefined, uri, text);
    assert.equal((await client.ask('initialize', { capabilities: {} })).error?.code, -32600);
    assert.equal((await client.ask('shutdown')).result, null);
    const late = await client.ask('textDocument/hover', about);
    assert.deepEqual(late.error, { code: -32600, message: '"textDocument/hover" came after "shutdown".' });
    assert.equal((await client.ask('shutdown')).error?.code, -32600);
    client.send({ method: 'exit' });
    while (client.exitCode === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(client.exitCode, 0);
  });

  it('answers a frame that cannot be read, and goes on', async () => {
    const client = new RawClient();
    await client.open(undefined, uri, text);
    const broken = [
      ['Content-Length: 7\r\n\r\n{"id":1', -32700],
      ['Content-Length: 1\r\n\r\n5', -32600],
      ['Content-Length: 2\r\n\r\n[]', -32600],
      ['Content-Length: many\r\n\r\n', -32700],
      ['X-Header: 1\r\n\r\n', -32700],
    ] as const;
    for (const [bytes, code] of broken) {
      client.write(bytes);
      const { error, id } = await client.next((answer) => answer.error !== undefined);
      assert.deepEqual([error?.code, id], [code, null], bytes);
    }
    const position = { line: 0, character: 6 };
    assert.ok((await client.ask('textDocument/hover', { textDocument: { uri }, position })).result);
  });
});
