import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { after, afterEach, beforeEach, describe, it } from 'mocha';
import { npyHeader } from '../../model/trace/npy';
import { Consoles } from './consoleTarget';
import { Conversation, referenceInProcess, tiny, type ConversationOptions } from './conversation';

interface Placed {
  readonly pass: number;
  readonly operation: number;
}

const placeOf = (conversation: Conversation): Placed => {
  const { pass, operation } = conversation.bodies('ps2ml/state').at(-1) as Placed;
  return { pass, operation };
};

async function said(conversation: Conversation, expression: string, context = 'repl'): Promise<string> {
  const answer = await conversation.client.ask('evaluate', { expression, context });
  return answer.success
    ? (answer.body as DebugProtocol.EvaluateResponse['body']).result
    : (answer.message ?? '');
}

const close = async (conversation: Conversation): Promise<void> => {
  await conversation.close();
  assert.deepEqual(conversation.faults, []);
};

describe('values that are set at a stop', () => {
  let conversation: Conversation;
  beforeEach(async () => {
    conversation = await Conversation.launch({ ...tiny, tokens: 5 });
    await conversation.stop('configurationDone');
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'L01.attn.o' }] });
    await conversation.stop('continue');
  });
  afterEach(() => close(conversation));

  it('are elements, rows, columns and whole buffers', async () => {
    assert.equal(await said(conversation, 'attn[2][5] = -1.5'), '−1.5');
    assert.equal(await said(conversation, 'attn[2][5]'), '−1.5');
    await said(conversation, 'attn[:, 16:32] = 0');
    assert.equal(await said(conversation, 'norm(attn[:, 16:32])'), '0');
    assert.equal(await said(conversation, 'norm(attn[:, 32:64]) > 0'), '1');
    const norm = Number(await said(conversation, 'norm(attn[1])'));
    await said(conversation, 'attn[1] = attn[1] * 2');
    assert.ok(Math.abs(Number(await said(conversation, 'norm(attn[1])')) - 2 * norm) < 1e-4);
    const rows = await conversation.scope('Activations');
    const attn = rows.find(({ name }) => name === 'attn');
    const [row] = await conversation.variables(attn?.variablesReference ?? 0, { start: 3, count: 1 });
    const set = await conversation.client.request<DebugProtocol.SetVariableResponse>('setVariable', {
      variablesReference: row?.variablesReference,
      name: '[7]',
      value: '4',
    });
    assert.equal(set.value, '4');
    assert.equal(await said(conversation, 'attn[3, 7]'), '4');
    const args = { expression: 'attn[3][8]', value: 'attn[3][7] + 1' };
    await conversation.client.request('setExpression', args);
    assert.equal(await said(conversation, 'attn[3, 8]'), '5');
  });

  it('come from files of NumPy', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'npy-'));
    try {
      const file = path.join(folder, 'x.npy');
      const values = Float32Array.from({ length: 512 }, (_, i) => i / 8);
      writeFileSync(file, Buffer.concat([npyHeader(8, 64), new Uint8Array(values.buffer)]));
      await said(conversation, `attn = npy(${JSON.stringify(file)})`);
      assert.equal(await said(conversation, 'attn[3][4]'), String((3 * 64 + 4) / 8));
      assert.match(
        await said(conversation, `attn[0] = npy(${JSON.stringify(file)})`),
        /is 1×64 and .* is 8×64/,
      );
      writeFileSync(file, 'nothing of the kind');
      assert.match(
        await said(conversation, `attn = npy(${JSON.stringify(file)})`),
        /x\.npy is not a NumPy file/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are refused where nothing would come of them', async () => {
    assert.match(
      await said(conversation, 'layers.00.attn.wq = 0'),
      /are packed as q8 and cannot be set here/,
    );
    assert.match(
      await said(conversation, 'layers.00.attn.wq = 0'),
      /instead, after it has run: L00\.attn\.q = L00/,
    );
    assert.match(await said(conversation, 'norm(attn) = 0'), /is computed and cannot be set/);
    assert.match(await said(conversation, 'attn = x[0:2]'), /attn is 8×64 and x\[0:2\] is 2×64/);
    assert.match(
      await said(conversation, 'attn[0][0] = 1e39'),
      /floats of the EE have neither infinity nor NaN/,
    );
    assert.match(await said(conversation, 'force " a"'), /before the operation "sample"/);
    assert.match(await said(conversation, 'undo'), /Nothing was changed on the way/);
    assert.match(await said(conversation, 'attn[0] = 0', 'watch'), /compare with "=="/);
  });

  it('are listed and taken back, also from a later stop', async () => {
    const before = await said(conversation, 'attn[0][0]');
    await said(conversation, 'attn[0][0] = 7');
    await said(conversation, 'attn[0][0] = 9');
    assert.match(
      await said(conversation, 'changes'),
      /^1\. pass 0: attn\[0\]\[0\] = 7\n2\. pass 0: attn\[0\]\[0\] = 9$/,
    );
    assert.match(await said(conversation, 'undo'), /^Taken back: attn\[0\]\[0\] = 9$/);
    assert.match(await said(conversation, 'attn[0][0]'), /^7/);
    const place = placeOf(conversation);
    await conversation.stop('next');
    await conversation.stop('next');
    assert.match(await said(conversation, 'undo'), /^Taken back: attn\[0\]\[0\] = 7$/);
    assert.deepEqual(placeOf(conversation), place);
    assert.match(await said(conversation, 'attn[0][0]'), new RegExp(`^${before.split(',')[0] ?? ''}`));
    assert.match(await said(conversation, 'changes'), /^Nothing was changed/);
  });

  it('force the next token', async () => {
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'sample' }] });
    await conversation.stop('continue');
    await said(conversation, 'force 300');
    await conversation.stop('next');
    assert.equal(await said(conversation, 'token'), '300');
  });
});

describe('a token that is forced on the built-in console', () => {
  const consoles = new Consoles();
  after(() => consoles.remove());

  it('is the one that the program samples, and goes on from', async () => {
    const targets = new Map([
      ['built-in', consoles.target],
      ['reference', referenceInProcess],
    ]);
    const conversation = new Conversation({ host: { targets } });
    await conversation.initialize();
    await conversation.client.request('launch', { ...tiny, tokens: 3, target: 'built-in' });
    await conversation.stop('configurationDone');
    await conversation.client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'sample' }] });
    await conversation.stop('continue');
    assert.equal(await said(conversation, 'diff(logits, ref(logits))'), '0');
    await said(conversation, 'force 300');
    await conversation.stop('continue');
    assert.equal(await said(conversation, 'token'), '300');
    assert.equal(
      await said(conversation, 'diff(logits, ref(logits)) > 0'),
      '1',
      'the reference goes its own way',
    );
    await close(conversation);
  }).timeout(120_000);
});

/** What a walk has done that a straight run must do, too. */
interface Made extends Placed {
  readonly text: string;
}

const isBefore = (a: Placed, b: Placed): boolean =>
  a.pass === b.pass ? a.operation < b.operation : a.pass < b.pass;

/** Numbers from 0 up to 1 that are the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** All that an operation may read: activations and caches. */
async function memoryAt(conversation: Conversation): Promise<string> {
  const text: string[] = [];
  for (const { name, memoryReference } of await conversation.scope('Activations'))
    if (memoryReference !== undefined)
      text.push(`${name} ${(await conversation.memory(memoryReference, 0, 2048)) ?? ''}`);
  for (const { variablesReference } of await conversation.scope('KV cache'))
    if (variablesReference > 0)
      for (const { name, memoryReference } of await conversation.variables(variablesReference))
        text.push(`${name} ${(await conversation.memory(memoryReference ?? '', 0, 1024)) ?? ''}`);
  return text.join('\n');
}

/** The tokens of the last run, which begins anew where a change was made behind what was there. */
const tokensOf = (conversation: Conversation): number[] => [
  ...new Map(
    conversation.trace.flatMap((event) =>
      event.type === 'token' ? [[event.position, event.id] as const] : [],
    ),
  ).values(),
];

/** A walk of steps, sets and backs. @returns what is in memory at its end, where that is, and what was set before. */
async function walk(conversation: Conversation, seed: number, moves: number) {
  const random = randomOf(seed);
  let made: Made[] = [];
  for (let i = 0; i < moves; i++) {
    const choice = random();
    if (choice < 0.3) {
      const place = placeOf(conversation);
      const names = (await conversation.scope('Activations')).filter(
        ({ variablesReference }) => variablesReference > 0,
      );
      const name = names[Math.floor(random() * names.length)]?.name;
      if (name === undefined) continue;
      const text = `${name}[-1][${Math.floor(random() * 16)}] = ${(random() * 4 - 2).toFixed(3)}`;
      const answer = await conversation.client.ask('evaluate', { expression: text, context: 'repl' });
      // Logits and such are vectors, in which this names no value.
      if (!answer.success) continue;
      made = [...made.filter((each) => !isBefore(place, each)), { ...place, text }];
    } else if (choice < 0.55) {
      // At the start of the run it is refused.
      await conversation.stop('stepBack').catch(() => undefined);
    } else if (choice < 0.65) await conversation.stop('ps2ml/stepLayer');
    else if (choice < 0.7) await conversation.stop('ps2ml/stepToken');
    else await conversation.stop(choice < 0.85 ? 'next' : 'stepIn');
  }
  const place = placeOf(conversation);
  return { place, made: made.filter((each) => !isBefore(place, each)), memory: await memoryAt(conversation) };
}

async function goTo(conversation: Conversation, place: Placed): Promise<void> {
  if (isBefore(placeOf(conversation), place)) await conversation.stop('ps2ml/runTo', place);
}

describe('a walk of steps, sets and backs', () => {
  const consoles = new Consoles();
  after(() => consoles.remove());
  // More of them: PS2ML_WALKS=1000.
  const walks = Number(process.env['PS2ML_WALKS'] ?? 12);
  const kinds: readonly (readonly [string, number, ConversationOptions])[] = [
    ['reference', walks, {}],
    ['built-in', Math.ceil(walks / 6), { target: consoles.target, targetName: 'built-in' }],
  ];
  for (const [target, count, options] of kinds) {
    it(`equals a straight run to the bit on ${target}`, async () => {
      const start = async (): Promise<Conversation> => {
        const conversation = new Conversation(options);
        await conversation.initialize();
        await conversation.client.request('launch', { ...tiny, tokens: 6, target });
        await conversation.stop('configurationDone');
        return conversation;
      };
      let sets = 0;
      for (let seed = 1; seed <= count; seed++) {
        const walker = await start();
        const { place, made, memory } = await walk(walker, seed, 25);
        sets += made.length;
        const straight = await start();
        for (const { text, ...at } of made) {
          await goTo(straight, at);
          assert.doesNotMatch(await said(straight, text), /Unknown|cannot/);
        }
        await goTo(straight, place);
        assert.equal(
          await memoryAt(straight),
          memory,
          `walk ${seed} to pass ${place.pass}, operation ${place.operation}`,
        );
        await Promise.all([walker.end('continue'), straight.end('continue')]);
        assert.deepEqual(tokensOf(walker), tokensOf(straight), `tokens after walk ${seed}`);
        await close(walker);
        await close(straight);
      }
      assert.ok(sets > count, `${sets} sets`);
    }).timeout(60_000 + walks * 60_000);
  }
});
