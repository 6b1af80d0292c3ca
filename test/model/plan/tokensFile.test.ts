import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MemorySource } from '../../../disc/byteSource';
import { findTokens, tokenizerFacts } from '../../../model/inspect/tokens';
import { FormatError } from '../../../model/formatError';
import { crc32 } from '../../../model/plan/crc32';
import { decodeTokens, encodeTokens, readTokens } from '../../../model/plan/tokensFile';
import type { Tokenizer } from '../../../model/tokenizer/tokenizer';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const tokenizerOf = (pieces: readonly Uint8Array[]): Tokenizer => ({
  vocabSize: pieces.length,
  bos: 1,
  eos: undefined,
  encode: () => [],
  encodePrompt: () => [],
  decode: () => '',
  bytesOf: (id) => pieces[id] ?? new Uint8Array(),
});

describe('TOKENS.BIN', () => {
  const pieces = ['', '<s>', ' the', 'é', '\n'].map(bytesOf);
  const bytes = encodeTokens(tokenizerOf(pieces));

  it('holds the bytes of each id where its offsets say', () => {
    const view = new DataView(bytes.buffer);
    const textStart = view.getUint32(36, true);
    const offset = (id: number): number => textStart + view.getUint32(64 + 4 * id, true);
    pieces.forEach((piece, id) => assert.deepEqual(bytes.slice(offset(id), offset(id + 1)), piece));
    assert.deepEqual([view.getUint32(28, true), view.getUint32(32, true)], [1, 0xffffffff]);
  });

  it('reads back as it was written, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 40 }), (all) => {
        const read = decodeTokens(encodeTokens(tokenizerOf(all)), 'TOKENS.BIN');
        assert.equal(read.vocabSize, all.length);
        assert.deepEqual([read.bos, read.eos], [1, undefined]);
        all.forEach((piece, id) => assert.deepEqual(read.bytesOf(id), piece));
        assert.equal(read.differsFrom(tokenizerOf(all)), undefined);
      }),
    );
  });

  it('names the first token that another tokenizer prints otherwise', () => {
    const read = decodeTokens(bytes, 'TOKENS.BIN');
    const other = [...pieces.slice(0, 2), bytesOf(' thy'), ...pieces.slice(3)];
    assert.equal(read.differsFrom(tokenizerOf(other)), 2);
    assert.equal(read.differsFrom(tokenizerOf([...pieces, bytesOf('more')])), 5);
  });

  it('is a vocabulary to look things up in, and says that it cuts no text', () => {
    const read = decodeTokens(bytes, 'TOKENS.BIN');
    const { vocabSize, bos, printsOnly } = tokenizerFacts(read);
    assert.deepEqual({ vocabSize, bos, printsOnly }, { vocabSize: 5, bos: 1, printsOnly: true });
    assert.deepEqual(findTokens(read, 'the', 0, 9).rows, [
      { id: 2, text: ' the', bytes: '20 74 68 65', kind: 'normal' },
    ]);
    assert.deepEqual(
      findTokens(read, 'kind:special', 0, 9).rows.map(({ id }) => id),
      [1],
    );
  });

  it('is refused with the place where it is wrong, whatever byte has changed and wherever it ends', () => {
    const refused = (wrong: Uint8Array): boolean => {
      try {
        decodeTokens(wrong, 'TOKENS.BIN');
        return false;
      } catch (error) {
        assert.ok(error instanceof FormatError, String(error));
        assert.match(error.message, /^TOKENS\.BIN: .* at offset \d+ is .*, expected /);
        return true;
      }
    };
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x40;
      assert.ok(refused(changed), `byte ${at}`);
      assert.ok(refused(bytes.slice(0, at)), `cut at ${at}`);
    }
  });

  it('is refused at the field that is wrong', () => {
    const textStart = 64 + 4 * (pieces.length + 1);
    const fields = [8, 12, 16, 24, 36, ...Array.from({ length: pieces.length + 1 }, (_, id) => 64 + 4 * id)];
    for (const at of fields) {
      for (const value of [0xffff_ffff, 0x7fff_ffff, at === 36 ? 63 : 300]) {
        const wrong = bytes.slice();
        const view = new DataView(wrong.buffer);
        view.setUint32(at, value, true);
        if (at !== 16) {
          view.setUint32(16, 0, true);
          view.setUint32(16, crc32(wrong), true);
        }
        assert.throws(
          () => decodeTokens(wrong, 'TOKENS.BIN'),
          (error) => error instanceof FormatError && error.fault.offset === at,
          `${value} at ${at}`,
        );
      }
    }
    const descending = bytes.slice();
    const view = new DataView(descending.buffer);
    view.setUint32(64 + 4 * 3, 1, true);
    view.setUint32(16, 0, true);
    view.setUint32(16, crc32(descending), true);
    assert.throws(
      () => decodeTokens(descending, 'TOKENS.BIN'),
      new RegExp(`text offset of token 3 at offset 76 is 1, expected 3 to ${bytes.length - textStart}`),
    );
  });

  it('says of an id what it prints, and nothing of one that there is none of', () => {
    const read = decodeTokens(bytes, 'TOKENS.BIN');
    assert.deepEqual(
      [2, 3, 4, 5, -1, 0.5].map((id) => read.textOf(id)),
      [' the', 'é', '\n', undefined, undefined, undefined],
    );
  });

  it('is not read as a whole when no vocabulary is so large', async () => {
    const read = await readTokens(new MemorySource(bytes), 'TOKENS.BIN');
    assert.equal(read.vocabSize, 5);
    const huge = { size: 2 ** 32, read: () => assert.fail('nothing of it is read') };
    await assert.rejects(
      readTokens(huge, 'TOKENS.BIN of disc.iso'),
      /^FormatError: TOKENS\.BIN of disc\.iso: the file size at offset 0 is 4294967296 bytes, expected at most 16777216 bytes/,
    );
  });
});
