// Slow: not part of test:quick.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, afterEach, before, describe, it } from 'mocha';
import { Consoles } from '../consoleTarget';
import { Conversation, tiny } from '../conversation';
import { reportedProgram, type ReportedParts } from './reportedProgram';

describe('a program that reports what is wrong or unusual', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  let folder: string;
  let conversation: Conversation;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-lies-'))));
  afterEach(async () => {
    await conversation.close();
    assert.deepEqual(conversation.faults, []);
  });
  after(() => {
    rmSync(folder, { recursive: true });
    consoles.remove();
  });

  /** Starts the program; it is stopped at its second pass. */
  async function start(parts: ReportedParts): Promise<void> {
    const elf = reportedProgram(folder, parts);
    conversation = new Conversation({ target: consoles.target, targetName: 'built-in' });
    await conversation.initialize();
    const { program, tokenizer } = tiny;
    const disc = { elf, reads: 'psnt' };
    await conversation.client.request('launch', { program, tokenizer, target: 'built-in', disc });
    await conversation.stop('configurationDone');
  }
  const said = (): string =>
    (conversation.bodies('output') as { output: string }[]).map(({ output }) => output).join('');
  async function listing(): Promise<string> {
    const body = await conversation.client.request<DebugProtocol.SourceResponse>('source', {
      sourceReference: 1,
    });
    return body.content;
  }
  async function value(expression: string): Promise<string> {
    const { success, message = '', ...answer } = await conversation.client.ask('evaluate', { expression });
    return success ? (answer as DebugProtocol.EvaluateResponse).body.result : message;
  }

  it('shows an operation that is reported twice as two, the second marked', async () => {
    await start({ lie: 'repeated' });
    assert.match(
      await listing(),
      /\nL00\.add +reported .*\nL00\.mul .*\nL00\.add\.2 .*# reported again under the same name\n/,
    );
    await conversation.stop('stepIn');
    const places: string[] = [];
    for (let i = 0; i < 4; i++) {
      places.push((await conversation.place()).replace(/:.*/, ''));
      await conversation.stop('next');
    }
    assert.deepEqual(places, ['L00.add', 'L00.mul', 'L00.add.2', 'L00']);
  });

  it('gives the reason instead of a value where there can be none', async () => {
    await start({ lie: 'outside' });
    const text = await listing();
    for (const line of [
      /\nscratchpad .*no result that can be shown  # it was reported at 0x10000000 with 1 rows of 4 elements, which is not in RAM\n/,
      /\nbeyond .*# it was reported at 0x01FFFFF0 with 1 rows of 1000 elements, which is not in RAM\n/,
      /\nuntyped .*# it was reported with the unknown type 9\n/,
      /\nhuge .*# it was reported at .* with 1073741824 rows of 1073741824 elements, which is not in RAM\n/,
      /\nodd .*# it was reported at .*, which is no multiple of 4\n/,
      /\nnone .*# it was reported without an address\n/,
    ])
      assert.match(text, line);
    await conversation.stop('next');
    const [last] = await conversation.scope('Last result');
    assert.match(last?.value ?? '', /^has no result that can be shown: it was reported at 0x10000000/);
    const buffers = await conversation.scope('Buffers');
    assert.deepEqual(
      buffers.map(({ name, value: shown }) => [name, shown.replace(/:.*/, '')]),
      [
        ['far', 'cannot be shown'],
        ['scaled', 'cannot be shown'],
      ],
    );
    assert.match(await value('far'), /^far has no values that can be shown: it was reported at 0x01FFFFF0/);
    assert.match(await value('scaled'), /its scales were reported at 0x0FFFFFFF, where 2 floats cannot be/);
    assert.match(await value('scratchpad'), /^scratchpad has no values that can be shown/);
    assert.match(said(), /region "away" at 0x01FFFF00 with 4096 bytes, which is not in RAM; it is not shown/);
    assert.match(said(), /overlap from 0x00401000 to 0x00402000: one and two/);
    const names = conversation.plan.regions.map(({ name, start, end }) => `${name} ${start}-${end}`);
    assert.deepEqual(names, [
      'kernel and loaders 0-1048576',
      'not reported 1048576-4194304',
      'one 4194304-4198400',
      'overlap of one and two 4198400-4202496',
      'two 4202496-4206592',
      'not reported 4206592-33554432',
    ]);
  });

  it('shows every type as it is in memory', async () => {
    await start({ lie: 'typed' });
    const values = async (name: string, count: number, row = ''): Promise<string[]> => {
      const all: string[] = [];
      for (let i = 0; i < count; i++) all.push(await value(`${name}${row}[${i}]`));
      return all;
    };
    assert.deepEqual(await values('int8', 4, '[0]'), ['1', '−2', '3', '−4']);
    assert.deepEqual(await values('scaled', 4, '[0]'), ['0.5', '−1', '1.5', '−2']);
    assert.deepEqual(await values('scaled', 4, '[1]'), ['20', '40', '60', '80']);
    assert.deepEqual(await values('f16', 4), ['1', '−2', '0.33325195', '5.9604645e-8']);
    assert.deepEqual(await values('bf16', 4), ['1', '−2', '0.33398438', '3.140625']);
    assert.deepEqual(await values('int16', 3), ['-1', '300', '32767']);
    assert.deepEqual(await values('int32', 2), ['-7', '2147483647']);
    assert.match(await value('first'), /^first is not the operation that has just run/);
    await conversation.stop('next');
    assert.equal(await value('first[0]'), '1.5');
  });

  it('says that a layer has changed its order, and goes on', async () => {
    await start({ lie: 'reordered' });
    for (let pass = 1; pass < 4; pass++) await conversation.stop('stepOut');
    assert.match(
      said(),
      /changed the order of its operations: in pass 3, L00\.b came after L00\.c.* The listing keeps the order in which they were first reported/,
    );
    await conversation.stop('stepIn');
    await conversation.stop('next');
    assert.match(await conversation.place(), /^L00\.c:/);
    await conversation.stop('next');
    assert.match(await conversation.place(), /^L00\.b:/);
    const [last] = await conversation.scope('Last result');
    assert.equal(last?.name, 'L00.c');
  });

  it('counts what its tables have no room for, and says what to define', async () => {
    await start({ lie: 'many' });
    assert.match(
      said(),
      /reported more operations than the 512 that it has room for\. They have no line, and the program does not stop before them\. Define PS2ML_OPERATIONS with a larger number/,
    );
    assert.equal(conversation.plan.operations.length, 512);
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'op511' }] });
    await conversation.stop('continue');
    assert.match(await conversation.place(), /^op511:/);
    await conversation.stop('next');
    assert.match(await conversation.place(), /^op000:/);
  });

  it('gives a name with other characters an id that can be used, and shows what it was', async () => {
    await start({ lie: 'quoted' });
    const text = await listing();
    assert.match(text, /\nsay__hi_ .*# reported as "say \\"hi\\""\n/);
    assert.match(text, /\ntwo_lines .*# reported as "two\\nlines"\n/);
    assert.match(text, /\noperation .*# reported as ""\n/);
    assert.match(
      text,
      /\na_name_that_is_much_longer_than_an_entr .*# reported as "a name that .* an entr" and more\n/,
    );
    assert.equal(await value('new_line[0]'), '1.5');
  });

  it('begins its tokens anew with another text, and says so', async () => {
    await start({ lie: 'texts', passes: 6 });
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'last' }] });
    const tokens: string[] = [];
    for (let pass = 1; pass < 6; pass++) {
      await conversation.stop('continue');
      const found = (await conversation.scope('Pass')).find(({ name }) => name === 'tokens');
      tokens.push(`${found?.indexedVariables ?? found?.value ?? ''}`);
    }
    assert.match(said(), /Text 2 of the program begins at position 0/);
    assert.deepEqual(tokens, ['1', '2', '0', '1', '2']);
    await conversation.end('continue');
    assert.match(said(), /the program says that its text is complete/);
  });

  it('that begins and never ends is over when the program exits', async () => {
    await start({ lie: 'plain', passes: 3, ends: false });
    await conversation.end('continue');
    assert.match(said(), /The program exited with code 0 during its run/);
  });

  it('is a model that is unknown here, unless it says dimensions, a CRC or the name', async () => {
    await start({ lie: 'plain' });
    assert.match(
      said(),
      /The program runs "plain", which is unknown here: it says neither dimensions nor a CRC, and tiny\.psnt has another name\. Its matrices have no values/,
    );
    assert.equal(conversation.plan.matrices.length, 0);
  });

  it('is compiled as C89 and C99, too', async () => {
    for (const standard of ['c89', 'c99'] as const) reportedProgram(folder, { lie: 'plain', standard });
    await start({ lie: 'plain', standard: 'c89' });
  });
});
