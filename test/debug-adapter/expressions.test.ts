import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, before, describe, it } from 'mocha';
import { parseExpression, type Expression } from '../../debug-adapter/expressions/syntax';
import { Conversation, tiny } from './conversation';

/** An expression as text, written differently than it is read. */
function textOf(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'name':
      return expression.name;
    case 'index':
      return `${textOf(expression.of)}[ ${expression.index}]`;
    case 'call':
      return `${expression.name} (${expression.arguments.map(textOf).join(' , ')} )`;
  }
}

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,12}$/);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('name' as const), name }),
    fc.record({ kind: fc.constant('number' as const), value: fc.nat() }),
    fc.record({ kind: fc.constant('index' as const), of: tie('expression'), index: fc.nat() }),
    fc.record({
      kind: fc.constant('call' as const),
      name,
      arguments: fc.array(tie('expression'), { maxLength: 3 }),
    }),
  ),
}));

describe('expressions', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(expression, (written) => {
        // Records of the generator have no prototype.
        assert.deepEqual(parseExpression(` ${textOf(written)} `), structuredClone(written));
      }),
    );
  });

  it('that cannot be read are refused in one sentence', () => {
    for (const text of [
      '',
      '[0]',
      'x[',
      'x[-1]',
      'x[1.5]',
      'x[1',
      'mean(',
      'mean(x',
      'x y',
      'x + 1',
      '"x"',
      ')',
    ]) {
      assert.throws(
        () => parseExpression(text),
        /^ExpressionError: Invalid expression ".*Examples: [^\n]*\.$/,
        text,
      );
    }
  });
});

describe('the value of an expression', () => {
  let conversation: Conversation;
  before(async () => {
    conversation = await Conversation.launch(tiny);
    await conversation.stop('configurationDone');
    await conversation.client.request('setFunctionBreakpoints', {
      breakpoints: [{ name: 'L01.attn.attend' }],
    });
    await conversation.stop('continue');
  });
  after(() => conversation.close());

  async function value(text: string): Promise<string> {
    const response = await conversation.client.ask('evaluate', { expression: text, context: 'watch' });
    if (!response.success) return response.message ?? '';
    return (response.body as DebugProtocol.EvaluateResponse['body']).result;
  }

  const number = (text: string): number => Number(text.replace('−', '-'));

  it('of a function is what the values give', async () => {
    const data = Buffer.from(
      (await conversation.memory((await buffer('q')).memoryReference ?? '', 256, 256)) ?? '',
      'base64',
    );
    const values = Array.from({ length: 64 }, (_, i) => data.readFloatLE(i * 4));
    const sum = values.reduce((total, x) => total + x, 0);
    const close = async (text: string, expected: number): Promise<void> => {
      assert.ok(Math.abs(number(await value(text)) - expected) < 1e-5, text);
    };
    await close('sum(q[1])', sum);
    await close('mean(q[1])', sum / 64);
    await close('max(q[1])', Math.max(...values));
    await close('min(q[1])', Math.min(...values));
    await close('norm(q[1])', Math.hypot(...values));
    await close('std(q[1])', Math.sqrt(values.reduce((total, x) => total + (x - sum / 64) ** 2, 0) / 64));
    await close('q[1][7]', values[7] ?? NaN);
    assert.match(await value('topk(q[1], 2)'), new RegExp(`^${values.indexOf(Math.max(...values))}, \\d+$`));
  });

  it('of a result is there as long as nothing has overwritten it', async () => {
    assert.match(await value('L01.attn.rope.q'), /^f32\[8×64\] mean/);
    assert.match(await value('L01.attn.rope.k'), /^f32\[8×32\] mean/, 'the last result may lie in a cache');
    assert.match(await value('L01.attn.q'), /its result was overwritten/);
    assert.match(await value('L02.attn.q'), /it has not run in this pass/);
    assert.match(await value('L00.mix'), /^f32\[8×64\] mean/);
  });

  it('that is none is refused with what to write', async () => {
    assert.match(await value('wombat'), /^Unknown name "wombat"\. Use the name of a buffer \(x\), a matrix/);
    assert.match(await value('gate'), /gate has no valid contents at this point/);
    assert.match(await value('q[8]'), /q has no row 8: it has rows 0 to 7 here/);
    assert.match(await value('q[0][64]'), /no value 64: it has values 0 to 63 here/);
    assert.match(await value('q[0][0][0]'), /single value/);
    assert.match(await value('topk(q)'), /needs a single row, but q has 8/);
    assert.match(await value('median(q)'), /Unknown function "median"\. Functions: mean/);
    assert.match(await value('mean()'), /needs an argument/);
    assert.match(await value('mean(q, 2)'), /takes one argument/);
    assert.match(await value('mean(q[0][1])'), /must be a buffer, a row or a matrix/);
  });

  it('of a matrix needs no RAM of it', async () => {
    assert.match(await value('layers.00.ffn.w2[3]'), /^q8\[172\] mean/);
    assert.match(await value('mean(embedding)'), /^−?\d/);
  });

  it('is completed from what has a value here', async () => {
    const complete = async (text: string): Promise<string[]> => {
      const request = { text, column: text.length + 1 };
      const body = await conversation.client.request<DebugProtocol.CompletionsResponse>(
        'completions',
        request,
      );
      return body.targets.map(({ label }) => label);
    };
    assert.deepEqual(await complete('norm(values.L'), ['values.L00', 'values.L01']);
    assert.deepEqual(await complete('m'), ['mean', 'max', 'min']);
    assert.deepEqual(await complete('gat'), []);
  });

  async function buffer(wanted: string): Promise<DebugProtocol.Variable> {
    const found = (await conversation.scope('Activations')).find((variable) => variable.name === wanted);
    assert.ok(found);
    return found;
  }
});
