import assert from 'node:assert/strict';
import { sessionPlanOf } from '../../debug-adapter/session/sessionPlan';
import { TraceStore } from '../../extension/traceStore';
import { tokensContent } from '../../extension/views/tokens';
import { namedLayouts } from '../../model/plan/discLayout';
import { renderListing } from '../../model/plan/listing';
import type { Subject } from '../../webviews/messages/subject';
import type { TokensContent } from '../../webviews/messages/tokens';
import { measuredRun } from '../extension/measuredRun';
import { samplePlan } from '../support/sample';
import { someSummary } from '../support/summary';
import { all, enterBrowser, FakeHost, freshBody, one, texts, type } from './page';

const subject: Subject = {
  name: 'Debug tiny.psnt',
  state: 'ended',
  provenance: 'built-in',
  passes: 4,
  tokens: 4,
  summary: someSummary,
};
const hostile = '<img src=x>';

async function show(content: TokensContent): Promise<HTMLElement> {
  const root = freshBody();
  const host = new FakeHost();
  (await import('../../webviews/tokens/tokensView.js')).startTokens({ root, host });
  host.answer({ type: 'content', revision: 1, content });
  return root;
}

describe('the tab Tokens', () => {
  let leave: () => void;
  let store: TraceStore;
  let content: TokensContent;
  before(async () => {
    const plan = await samplePlan(namedLayouts.streamed);
    const told = sessionPlanOf(plan, renderListing(plan), {}, 'built-in');
    const prompt = [{ id: 1, text: '\n<s>\n' }, { id: 7, text: ' Once' }, { id: 9 }];
    store = new TraceStore(subject.name, { ...told, prompt });
    store.add(measuredRun(store.plan, 4));
    const position = store.tokenLog.tokens[1]?.position ?? NaN;
    const candidates = [
      { id: 5, probability: 0.5, text: hostile },
      { id: 101, probability: 0.25, text: 'word 1' },
      { id: 6, probability: 0.0004 },
    ];
    store.add([{ type: 'odds', pass: 1, position, probability: 0.25, candidates }]);
    const made = tokensContent(subject, store);
    // The run that was made up begins without a prompt.
    const first = made.modelRegisters + prompt.length - (made.tokens[0]?.position ?? 0);
    content = {
      ...made,
      tokens: made.tokens.map((token) => ({ ...token, position: token.position + first })),
    };
    leave = enterBrowser();
  });
  after(() => leave());

  const row = (root: HTMLElement, text: string): readonly string[] => {
    const found = all(root, '.table-row').find((line) => line.textContent.includes(text));
    assert.ok(found, text);
    return texts([...found.children]);
  };
  const column = (root: HTMLElement, label: string): number =>
    texts(all(root, '[role=columnheader]')).indexOf(label);

  it('has a row for each model register, token of the prompt and token of the run', async () => {
    const root = await show(content);
    const from = column(root, 'From');
    const origins = all(root, '.table-row').map((line) => line.children[from]?.textContent);
    assert.deepEqual(
      origins.slice(0, content.modelRegisters),
      Array(content.modelRegisters).fill('model register'),
    );
    assert.deepEqual(origins.filter((origin) => origin === 'prompt').length, 3);
    assert.ok(row(root, 'token 9').includes('prompt'));
  });

  it('says how likely a token was, and what else was', async () => {
    const root = await show(content);
    type(root, 'word 1');
    const cells = row(root, 'word 1');
    assert.equal(cells[column(root, 'Probability')], '25.0 %');
    assert.equal(cells[column(root, 'Alternatives')], `${JSON.stringify(hostile)} 50.0 %, token 6 < 0.1 %`);
    assert.equal(all(root, 'img').length, 0);
    const time = Number(cells[column(root, 'ms')]?.replaceAll(',', ''));
    assert.ok(time > 0);
  });

  it('shows the text with its prompt, and selects the row of a word that is clicked', async () => {
    const root = await show(content);
    const words = all(root, '.tokens-text .token');
    assert.deepEqual(texts(words.slice(0, 3)), ['<s>', ' Once', ' 9']);
    const word = words.find(({ textContent }) => textContent.includes('word 1'));
    assert.ok(word);
    word.click();
    assert.ok(one(root, '.table-row[aria-selected="true"]').textContent.includes('word 1'));
    assert.equal(one(root, '.token.marked'), word);
  });

  it('says what to do before there is a token, and what a target does not report', async () => {
    const none = await show({ ...content, tokens: [], prompt: [], subject: { ...subject, state: 'file' } });
    assert.match(one(none, '.tokens-advice').textContent, /^There are no tokens yet\. Press F5/);
    const root = await show({ ...content, hasOdds: false });
    assert.match(one(root, '.view-note').textContent, /this target does not report probabilities/);
  });

  it('shows at a moment the tokens before it', () => {
    const at = tokensContent(subject, store, { pass: 2, operation: 3 });
    assert.deepEqual(
      at.tokens.map(({ pass }) => pass),
      [0, 1],
    );
  });
});
