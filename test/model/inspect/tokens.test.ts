import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemorySource } from '../../../disc/byteSource';
import { describeToken, findTokens, tokenise, tokenizerFacts } from '../../../model/inspect/tokens';
import { openTokenizer, type FileTokenizer } from '../../../model/tokenizer/openTokenizer';
import { projectRoot } from '../../support/project';

describe('looking tokens up', () => {
  let tokenizer: FileTokenizer;
  before(async () => {
    const bytes = await readFile(path.join(projectRoot, 'samples/tiny/tiny.tokenizer.bin'));
    tokenizer = await openTokenizer(new MemorySource(new Uint8Array(bytes)), 'tiny.tokenizer.bin');
  });

  it('knows what kind of tokenizer it is', () => {
    const facts = tokenizerFacts(tokenizer);
    assert.equal(facts.kind, 'llama2.c');
    assert.equal(facts.vocabSize, tokenizer.vocabSize);
    assert.equal(facts.bos, 1);
  });

  it('finds ids, pieces, bytes and kinds', () => {
    const first = (query: string): number | undefined => findTokens(tokenizer, query, 0, 10).rows[0]?.id;
    for (const id of [0, 5, 200, tokenizer.vocabSize - 1]) assert.equal(first(String(id)), id);
    const piece = describeToken(tokenizer, tokenizer.vocabSize - 1);
    assert.ok(piece.text.length > 0);
    assert.equal(describeToken(tokenizer, first(piece.text) ?? -1).text.trim(), piece.text.trim());
    assert.ok(findTokens(tokenizer, `0x${piece.bytes}`, 0, 99).rows.some(({ id }) => id === piece.id));
    const special = findTokens(tokenizer, 'kind:special', 0, 99);
    assert.deepEqual(
      special.rows.map(({ id }) => id),
      [1, 2],
    );
    assert.equal(findTokens(tokenizer, 'no such piece', 0, 10).total, 0);
  });

  it('gives the vocabulary page by page, without gap or overlap', () => {
    const ids: number[] = [];
    for (let start = 0; start < tokenizer.vocabSize; start += 100) {
      const page = findTokens(tokenizer, '', start, 100);
      assert.equal(page.total, tokenizer.vocabSize);
      ids.push(...page.rows.map(({ id }) => id));
    }
    assert.deepEqual(
      ids,
      Array.from({ length: tokenizer.vocabSize }, (_, id) => id),
    );
    assert.equal(describeToken(tokenizer, tokenizer.vocabSize).kind, 'missing');
  });

  it('cuts a text into the tokens that a prompt becomes', () => {
    const { tokens, decoded } = tokenise(tokenizer, 'Once upon a time\n<b>é</b>');
    assert.deepEqual(
      tokens.map(({ id }) => id),
      tokenizer.encodePrompt('Once upon a time\n<b>é</b>'),
    );
    assert.equal(decoded.trim(), 'Once upon a time\n<b>é</b>');
    assert.equal(tokens[0]?.kind, 'special');
  });
});
