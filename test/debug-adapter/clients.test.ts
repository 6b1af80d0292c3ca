import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, afterEach, before, describe, it } from 'mocha';
import { Conversation, tiny } from './conversation';

/** What nvim-dap sends with `initialize` (`Session:initialize` in its lua/dap/session.lua). */
const neovim = {
  clientID: 'neovim',
  clientName: 'neovim',
  adapterID: 'ps2ml',
  pathFormat: 'path',
  columnsStartAt1: true,
  linesStartAt1: true,
  supportsRunInTerminalRequest: true,
  supportsVariableType: true,
  supportsProgressReporting: true,
  supportsStartDebuggingRequest: true,
  locale: 'en_US.UTF-8',
};

describe('clients of the debug adapter as they are', () => {
  let conversation: Conversation;
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-clients-'))));
  after(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, [], 'the adapter has no fault of its own');
  });

  async function launch(initialize: object = {}, more: object = {}): Promise<void> {
    conversation = await Conversation.launch({ ...tiny, ...more }, { initialize });
  }

  async function listing(): Promise<string> {
    const source = { source: { sourceReference: 1 }, sourceReference: 1 };
    return (await conversation.client.request<DebugProtocol.SourceResponse>('source', source)).content;
  }

  /** As nvim-dap sends the breakpoints of a buffer: its name as the path, and no reference. */
  async function breakOn(name: string, ...lines: number[]): Promise<DebugProtocol.Breakpoint[]> {
    const body = await conversation.client.request<DebugProtocol.SetBreakpointsResponse>('setBreakpoints', {
      source: { path: name, name: path.basename(name) },
      sourceModified: false,
      breakpoints: lines.map((line) => ({ line })),
      lines,
    });
    return body.breakpoints;
  }

  const lineOf = (text: string, id: string): number =>
    text.split('\n').findIndex((line) => line.startsWith(`${id} `)) + 1;

  /** The message of a request that must fail. */
  async function refusal(command: string, args: unknown): Promise<string> {
    const response = await conversation.client.ask(command, args as object);
    assert.equal(response.success, false, `${command} ${JSON.stringify(args)} must fail`);
    assert.match(response.message ?? '', /^[^\n]+\.$/, 'one sentence');
    return response.message ?? '';
  }

  it('stops at breakpoints that nvim-dap sets in the buffer of the listing', async () => {
    await launch(neovim, { stopOnEntry: false });
    const text = await listing();
    const line = lineOf(text, 'L01.attn.q');
    assert.deepEqual(await breakOn('dap-src://1/1/', line), [{ id: 1, verified: true, line }]);
    await conversation.client.request('setExceptionBreakpoints', { filters: [] });
    assert.equal((await conversation.stop('configurationDone')).reason, 'breakpoint');
    assert.equal(await conversation.place(), `L01.attn.q:${line}`);
    const [other] = await breakOn('dap-src://1/7/', 1);
    assert.equal(other?.verified, false);
  });

  it('stops at breakpoints in a file that ps2ml plan --listing wrote, by operation', async () => {
    await launch(neovim, { stopOnEntry: false });
    const text = await listing();
    const file = path.join(folder, 'mine with spaces.ps2ml');
    writeFileSync(file, text.replace('\n', '\n# A remark of my own.\n\n'));
    const own = lineOf(text, 'L02.ffn.w1');
    const [set] = await breakOn(file, own + 2);
    assert.deepEqual([set?.verified, set?.line], [true, own + 2], 'told in lines of the file');
    await conversation.stop('configurationDone');
    assert.equal(await conversation.place(), `L02.ffn.w1:${own}`);
    // Breakpoints of one text stay when those of another are replaced.
    await breakOn('dap-src://1/1/', lineOf(text, 'L03.ffn.w1'));
    await breakOn(file);
    await conversation.stop('continue');
    assert.match(await conversation.place(), /^L03\.ffn\.w1:/);
    const program = path.join(folder, 'other.lua');
    writeFileSync(program, '# Forward\nprint(1)\n');
    for (const name of [program, path.join(folder, 'missing'), folder, tiny.program]) {
      const [refused] = await breakOn(name, 2);
      assert.ok(refused);
      assert.equal(refused.verified, false);
      assert.match(refused.message ?? '', /ps2ml plan --listing/);
    }
    const { breakpoints } = await conversation.client.request<DebugProtocol.BreakpointLocationsResponse>(
      'breakpointLocations',
      { source: { path: file }, line: own + 2 },
    );
    assert.deepEqual(breakpoints, [{ line: own + 2 }]);
  });

  it('accepts initialize without a path format, and URIs', async () => {
    conversation = new Conversation();
    const bare = await conversation.client.ask('initialize', { adapterID: 'ps2ml' });
    assert.equal(bare.success, true, bare.message);
    await conversation.close();
    await launch({ pathFormat: 'uri' });
    const file = path.join(folder, 'by uri.ps2ml');
    writeFileSync(file, await listing());
    const [set] = await breakOn(pathToFileURL(file).href, 12);
    assert.equal(set?.verified, true);
    await conversation.close();
    conversation = new Conversation();
    assert.match(await refusal('initialize', { pathFormat: 'inode' }), /"pathFormat" is "inode", expected/);
  });

  it('counts lines and columns from 0 for a client that does', async () => {
    await launch({ linesStartAt1: false, columnsStartAt1: false });
    await conversation.stop('configurationDone');
    const [top] = await conversation.frames();
    const text = await listing();
    assert.deepEqual([top?.column, top?.line], [0, lineOf(text, 'embed') - 1]);
    const { targets } = await conversation.client.request<DebugProtocol.CompletionsResponse>('completions', {
      text: 'mea',
      column: 3,
    });
    assert.deepEqual(
      targets.map(({ label, start, length }) => [label, start, length]),
      [['mean', 0, 3]],
    );
  });

  it('launches after a launch that failed', async () => {
    conversation = new Conversation();
    await conversation.initialize();
    assert.match(await refusal('launch', { program: '/no/such.psnt' }), /file not found/);
    assert.match(await refusal('launch', { ...tiny, tokens: 'many' }), /"tokens" is "many"/);
    await conversation.client.request('launch', { ...tiny });
    await conversation.stop('configurationDone');
    assert.match(await refusal('launch', { ...tiny }), /already has a program/);
  });

  it('says which argument has a wrong type', async () => {
    await launch();
    await conversation.stop('configurationDone');
    const listed = { source: { sourceReference: 1 } };
    const cases: readonly (readonly [string, unknown, RegExp])[] = [
      [
        'setBreakpoints',
        { ...listed, breakpoints: { line: 3 } },
        /"breakpoints" is \{"line":3\}, expected a list/,
      ],
      [
        'setBreakpoints',
        { ...listed, breakpoints: [{ line: '3' }] },
        /"breakpoints"\[0\]: "line" is "3", expected a whole/,
      ],
      ['setBreakpoints', {}, /"setBreakpoints": "source" is missing, expected an object/],
      ['setBreakpoints', undefined, /"source" is missing/],
      ['setBreakpoints', 7, /is 7, expected an object/],
      ['setFunctionBreakpoints', { breakpoints: null }, /"breakpoints" is missing, expected a list/],
      ['setFunctionBreakpoints', { breakpoints: ['L00'] }, /"breakpoints"\[0\] is "L00", expected an object/],
      ['completions', { text: null, column: 1 }, /"text" is missing, expected a string/],
      ['completions', { text: 'x', column: 1.5 }, /"column" is 1\.5, expected a whole number/],
      ['evaluate', { expression: 5 }, /"expression" is 5, expected a string/],
      ['variables', { variablesReference: 'a' }, /"variablesReference" is "a"/],
      ['readMemory', { memoryReference: 1, count: 4 }, /"memoryReference" is 1, expected a string/],
      [
        'readMemory',
        { memoryReference: '0x180000', count: -4 },
        /"count" is -4, expected a whole number of 0/,
      ],
      ['readMemory', { memoryReference: '-16', count: 4 }, /"-16" is not an address/],
      ['readMemory', { memoryReference: '0x10', offset: -32, count: 4 }, /with offset -32 is not an address/],
      ['readMemory', { memoryReference: '9999999999', count: 4 }, /is not an address: addresses go/],
      ['setExceptionBreakpoints', { filters: ['uncaught'] }, /no exception filter "uncaught"/],
    ];
    for (const [command, args, message] of cases) assert.match(await refusal(command, args), message);
    // Null stands for a field that is not there.
    const { breakpoints } = await conversation.client.request<DebugProtocol.SetBreakpointsResponse>(
      'setBreakpoints',
      { ...listed, breakpoints: [{ line: 12, condition: null, column: null }] },
    );
    assert.equal(breakpoints[0]?.verified, true);
  });

  it('fails requests that it does not offer', async () => {
    await launch();
    await conversation.stop('configurationDone');
    const others = ['restart', 'restartFrame', 'goto', 'gotoTargets', 'stepInTargets'];
    others.push('terminateThreads', 'exceptionInfo');
    others.push('setInstructionBreakpoints', 'modules', 'locations', 'toString', 'constructor');
    for (const command of others) assert.match(await refusal(command, {}), /^Unknown request /);
    // Those that depend on the target.
    assert.match(
      await refusal('writeMemory', { memoryReference: '0x10', data: 'AAAA' }),
      /reference engine has only/,
    );
    assert.match(await refusal('setVariable', { variablesReference: 1, name: 'x' }), /"value" is missing/);
    assert.match(
      await refusal('setExpression', { expression: 7, value: '0' }),
      /"expression" is 7, expected a string/,
    );
    assert.match(
      await refusal('setVariable', { variablesReference: 99, name: 'x', value: '0' }),
      /belong to an earlier stop/,
    );
    assert.match(
      await refusal('disassemble', { memoryReference: '0x180000', instructionCount: 1 }),
      /reference/,
    );
  });
});
