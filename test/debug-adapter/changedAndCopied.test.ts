import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, before, describe, it } from 'mocha';
import { copied } from '../../debug-adapter/values/copied';
import { PastValues } from '../../debug-adapter/values/pastValues';
import type { TensorView } from '../../debug-adapter/values/tensorView';
import { Conversation, tiny } from './conversation';

const view = (rows: number, cols: number, values: readonly number[], isVector = rows === 1): TensorView => ({
  name: 'x',
  type: 'f32',
  isVector,
  rows,
  cols,
  read: (row, count) => Promise.resolve(Float64Array.from(values.slice(row * cols, (row + count) * cols))),
});

describe('values that are copied', () => {
  const numbers = [1.5, -0, Math.fround(0.1), NaN, -Infinity, 3];
  it('read back as they were', async () => {
    const table = view(2, 3, numbers);
    assert.equal(
      await copied(table, 'numpy'),
      'np.array([[1.5, -0, 0.1],\n          [np.nan, -np.inf, 3]], dtype=np.float32)',
    );
    assert.equal(await copied(table, 'json'), '[[1.5, -0, 0.1],\n ["NaN", "-Infinity", 3]]');
    assert.equal(await copied(table, 'csv'), '1.5,-0,0.1\nNaN,-Infinity,3');
    assert.equal(await copied(view(1, 2, [1, 2]), 'numpy'), 'np.array([1, 2], dtype=np.int32)');
    assert.deepEqual(JSON.parse(await copied(view(1, 2, [1, 2]), 'json')), [1, 2]);
  });

  it('are no more than fit', async () => {
    await assert.rejects(
      copied(view(1000, 1000, []), 'csv'),
      /x is f32\[1000×1000\], and at most 262144 values are copied\. Copy a part: x\[0:262\]/,
    );
  });
});

describe('values of the past', () => {
  it('are kept within bounds, the oldest forgotten first', async () => {
    const past = new PastValues();
    const large = view(1, 65_536, Array<number>(65_536).fill(7));
    for (let pass = 0; pass < 100; pass++) await past.remembering(large, { pass, operation: 3 }).read(0, 1);
    assert.equal(past.at('x', { pass: 35, operation: 3 }), undefined);
    assert.equal(past.at('x', { pass: 36, operation: 3 })?.values[0], 7);
    past.forgetFrom({ pass: 50, operation: 3 });
    assert.equal(past.at('x', { pass: 50, operation: 3 }), undefined);
    assert.ok(past.at('x', { pass: 49, operation: 3 }));
  });
});

describe('what has changed since the last stop', () => {
  let conversation: Conversation;
  before(async () => {
    conversation = await Conversation.launch(tiny);
    await conversation.stop('configurationDone');
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'L00.attn.add' }] });
    await conversation.stop('continue');
  });
  after(() => conversation.close());

  const ask = async (expression: string): Promise<DebugProtocol.EvaluateResponse['body']> =>
    conversation.client.request<DebugProtocol.EvaluateResponse>('evaluate', { expression });

  it('is marked in values and their parts', async () => {
    const proj = await ask('proj');
    assert.doesNotMatch(proj.result, /changed/);
    const first = (await ask('proj[0][0]')).result;
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'L00.ffn.add' }] });
    await conversation.stop('continue');
    const later = await ask('proj');
    assert.match(later.result, /^f32\[8×64\] mean .*\], 512 of 512 changed$/);
    const [row] = await conversation.variables(later.variablesReference, { start: 0, count: 1 });
    assert.match(row?.value ?? '', /64 of 64 changed$/);
    const [value] = await conversation.variables(row?.variablesReference ?? 0, { start: 0, count: 1 });
    assert.ok(value?.value.endsWith(`, was ${first}`), value?.value);
    assert.doesNotMatch((await ask('h.00')).result, /changed/);
  });

  it('and what is copied are what the values are', async () => {
    const copy = async (expression: string, format: string): Promise<string> => {
      const body = await conversation.client.ask('ps2ml/copy', { expression, format });
      return body.success ? (body.body as { readonly text: string }).text : (body.message ?? '');
    };
    const list = JSON.parse(await copy('proj', 'json')) as number[][];
    const bytes = Buffer.from(
      (await conversation.memory((await ask('proj')).memoryReference ?? '', 0, 8 * 256)) ?? '',
      'base64',
    );
    assert.deepEqual(
      list.flat().map(Math.fround),
      Array.from({ length: 512 }, (_, i) => bytes.readFloatLE(i * 4)),
    );
    assert.equal(await copy('pass', 'csv'), '0');
    assert.match(await copy('proj', 'xml'), /"format" as one of numpy, json, csv/);
    assert.match(await copy('nothing', 'csv'), /Unknown name "nothing"/);
  });
});
