import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import type { OddsEvent } from '../../model/trace/events';
import type { TargetFactory } from '../../debug-adapter/session/sessionHost';
import { Consoles } from './consoleTarget';
import { Conversation, referenceInProcess, tiny } from './conversation';

describe('how likely each token was', function () {
  this.timeout(180_000);
  const consoles = new Consoles();
  after(() => consoles.remove());
  const targets: readonly (readonly [name: string, target: () => TargetFactory])[] = [
    ['reference', () => referenceInProcess],
    ['built-in', () => consoles.target],
  ];
  const runs = new Map<string, readonly OddsEvent[]>();

  for (const [targetName, target] of targets)
    it(`is reported of a run that nobody stops, on target ${targetName}`, async () => {
      const options = { target: target(), targetName };
      const conversation = await Conversation.launch(
        { ...tiny, target: targetName, stopOnEntry: false, noDebug: true },
        options,
      );
      try {
        await conversation.end('configurationDone');
        const { trace } = conversation;
        const odds = trace.filter((event) => event.type === 'odds');
        const tokens = trace.filter((event) => event.type === 'token');
        assert.deepEqual(
          odds.map(({ pass, position }) => [pass, position]),
          tokens.map(({ pass, position }) => [pass, position]),
        );
        for (const [index, { probability, candidates }] of odds.entries()) {
          // Without temperature the most likely token is taken.
          assert.equal(candidates[0]?.id, tokens[index]?.id);
          assert.equal(candidates[0]?.text, tokens[index]?.text);
          assert.equal(candidates[0]?.probability, probability);
          assert.ok(probability > 0 && probability <= 1);
          const shares = candidates.map((candidate) => candidate.probability);
          assert.deepEqual(
            shares,
            [...shares].sort((a, b) => b - a),
          );
        }
        const prompt = conversation.plan.prompt?.map(({ text }) => text).join('') ?? '';
        assert.ok(prompt.endsWith(` ${tiny.prompt}`), prompt);
        runs.set(targetName, odds);
        assert.deepEqual(conversation.faults, []);
      } finally {
        await conversation.close();
      }
    });

  it('is the same to the last bit on both', () => {
    const [odds] = runs.values();
    assert.equal(odds?.length, tiny.tokens);
    assert.deepEqual(runs.get('built-in'), runs.get('reference'));
  });

  for (const [targetName, target] of targets)
    it(`stands in Last result after Step Token, on target ${targetName}`, async () => {
      const options = { target: target(), targetName };
      const conversation = await Conversation.launch({ ...tiny, target: targetName }, options);
      try {
        await conversation.stop('configurationDone');
        await conversation.stop('ps2ml/stepToken');
        const [token, ...candidates] = await conversation.scope('Last result');
        const [odds] = conversation.trace.filter((event) => event.type === 'odds');
        assert.ok(odds && token);
        const [best] = odds.candidates;
        assert.equal(token.value, `${best?.id} ${JSON.stringify(best?.text)}`);
        assert.equal(candidates.length, 10);
        assert.deepEqual(
          candidates.slice(0, odds.candidates.length).map(({ name }) => name),
          odds.candidates.map(({ id, text }) => `${id} ${JSON.stringify(text)}`),
        );
        assert.ok(candidates[0]?.value.endsWith(`(${(odds.probability * 100).toFixed(1)} %)`));
        const [remark] = await conversation.scope('Logits');
        assert.match(remark?.value ?? '', /The candidates of the last token are in Last result\.$/);
        await conversation.stop('next');
        assert.equal((await conversation.scope('Last result')).length, 1, 'of another operation');
      } finally {
        await conversation.close();
      }
    });
});
