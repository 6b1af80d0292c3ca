import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { DescribedModel } from '../../../debug-adapter/mailbox/description';
import { matchModel, type MatchedModel } from '../../../debug-adapter/mailbox/described/model';
import { tinyModel } from '../../../model/convert/tiny';
import type { Model, ModelConfig } from '../../../model/model';
import { openModelFile } from '../../../model/node/modelFile';
import { crc32 } from '../../../model/plan/crc32';
import { modelsBeside, openFile } from '../../../project/program/node/files';
import { OtherModels } from '../../../project/program/otherModels';
import type { OpenFile } from '../../../project/program/program';
import { psntBytes } from '../../support/psntBytes';

const said = (config: ModelConfig, name: string, crc = 0): DescribedModel => {
  const { dim, hiddenDim, layers, heads, kvHeads, vocabSize, seqLen: context } = config;
  return { name, dim, hiddenDim, layers, heads, kvHeads, vocabSize, context, crc };
};
const nothing = { dim: 0, hiddenDim: 0, layers: 0, heads: 0, kvHeads: 0, vocabSize: 0, context: 0, crc: 0 };

describe('the model of a program that describes itself', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-match-'));
  const at = (name: string): string => path.join(folder, name);
  let own: Model;
  let close: () => Promise<void>;
  let tiny: Uint8Array;
  let wide: Uint8Array;
  let other: Uint8Array;
  let wideConfig: ModelConfig;
  const files: string[] = [];
  const open = new Set<OpenFile>();
  let others: OtherModels;

  before(async () => {
    tiny = await psntBytes(tinyModel());
    const wideModel = tinyModel({ hiddenDim: 200 });
    wideConfig = wideModel.config;
    wide = await psntBytes(wideModel);
    // The same shape with other weights.
    other = wide.slice();
    other[other.length - 3] = (other[other.length - 3] ?? 0) ^ 1;
    writeFileSync(at('tiny.psnt'), tiny);
    ({ model: own, close } = await openModelFile(at('tiny.psnt')));
  });
  beforeEach(() => {
    others = new OtherModels(
      {
        openFile: async (name) => {
          const file = await openFile(name);
          open.add(file);
          const release = async (): Promise<void> => {
            open.delete(file);
            await file.close();
          };
          return { ...file, close: release };
        },
        others: modelsBeside,
      },
      at('tiny.psnt'),
    );
  });
  afterEach(async () => {
    await others.close();
    assert.equal(open.size, 0, 'every file is closed');
    for (const name of files.splice(0)) rmSync(at(name));
  });
  after(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  const beside = (named: Readonly<Record<string, Uint8Array>>): void => {
    for (const [name, bytes] of Object.entries(named)) writeFileSync(at(name), bytes);
    files.push(...Object.keys(named));
  };
  const match = (told: DescribedModel): Promise<MatchedModel> =>
    matchModel(told, { own: { model: own }, others });
  const unknown = async (told: DescribedModel, sentence: RegExp): Promise<void> => {
    const before = open.size;
    const { found, sentence: why } = await match(told);
    assert.equal(found, undefined, why);
    assert.match(why, sentence);
    assert.equal(open.size, before, 'files that do not fit are closed at once');
  };

  it('is that of the session by its CRC, and another CRC is another model', async () => {
    const right = await match(said(own.config, 'anything', crc32(tiny)));
    assert.equal(right.found?.model, own);
    assert.match(right.sentence, /^The program runs "anything", which has the CRC of tiny\.psnt\.$/);
    const wrong = (crc32(tiny) ^ 1) >>> 0;
    const hex = (value: number): string => value.toString(16).padStart(8, '0');
    await unknown(
      said(own.config, 'tiny.psnt', wrong),
      new RegExp(
        `unknown here: its CRC is ${hex(wrong)}, but that of tiny\\.psnt is ${hex(crc32(tiny))}\\. `,
      ),
    );
    // A CRC alone is enough, too.
    assert.equal((await match({ ...nothing, name: '', crc: crc32(tiny) })).found?.model, own);
  });

  it('is not that of the session with its name and other dimensions', async () => {
    await unknown(
      said(wideConfig, 'tiny.psnt'),
      /it has hidden dim 200, but tiny\.psnt has 172\. .* set "program"/,
    );
    const byDimensions = await match(said(own.config, 'mine.psnt'));
    assert.equal(byDimensions.found?.model, own, 'the user has chosen it');
    assert.match(byDimensions.sentence, /"mine\.psnt", which has the dimensions of tiny\.psnt/);
  });

  it('is the other one with its CRC, whatever that is called', async () => {
    beside({ 'a.psnt': wide, 'b.psnt': other });
    for (const [bytes, name] of [
      [wide, 'a.psnt'],
      [other, 'b.psnt'],
    ] as const) {
      const { found, sentence } = await match(said(wideConfig, 'MODEL.PSN', crc32(bytes)));
      assert.deepEqual([found?.path, found?.model.label], [at(name), name]);
      assert.ok(found?.modelHash);
      assert.match(
        sentence,
        /which has the CRC of .*\.psnt\. It is shown instead of tiny\.psnt: it has hidden dim 200/,
      );
      assert.match(sentence, /No tokenizer of it is known, so its tokens are shown as ids/);
    }
    assert.equal(open.size, 2, 'they stay open for their values');
    await unknown(said(wideConfig, 'a.psnt', 1), /and none of 2 other \.psnt files fits\. /);
  });

  it('is the other one with its name and dimensions, not with one of them', async () => {
    beside({ 'a.psnt': wide, 'b.psnt': other });
    const { found, sentence } = await match(said(wideConfig, 'B.PSN'));
    assert.equal(found?.path, at('b.psnt'));
    assert.match(sentence, /the name and the dimensions of .*b\.psnt/);
    await unknown(said(wideConfig, 'c.psnt'), /none of 2 other/);
    await unknown(said({ ...wideConfig, layers: 7 }, 'b.psnt'), /none of 2 other/);
    assert.equal((await match({ ...nothing, name: 'a' })).found?.path, at('a.psnt'));
  });

  it('is the only one with all its dimensions, when it has no name of its own; a tie is said', async () => {
    beside({ 'a.psnt': wide });
    for (const name of ['', 'MODEL.PSN'])
      assert.equal((await match(said(wideConfig, name))).found?.path, at('a.psnt'), name);
    await unknown({ ...said(wideConfig, ''), vocabSize: 0 }, /none of 1 other/);
    beside({ 'copy.psnt': wide });
    assert.equal((await match(said(wideConfig, ''))).found?.path, at('a.psnt'), 'the same bytes');
    beside({ 'b.psnt': other });
    await unknown(
      said(wideConfig, ''),
      /has the dimensions of 3 models: .*a\.psnt, .*b\.psnt, .*copy\.psnt\. .*; set "program" to the right one/,
    );
  });

  it('is looked for beside files that cannot be read', async () => {
    beside({ 'a.psnt': new Uint8Array(100), 'b.psnt': wide });
    assert.equal((await match(said(wideConfig, 'b.psnt'))).found?.path, at('b.psnt'));
    await unknown(
      said(wideConfig, 'none.psnt'),
      /none of 2 other \.psnt files fits \(1 of them cannot be read\)/,
    );
  });

  it('is unknown without any model at hand', async () => {
    const { found, sentence } = await matchModel(said(wideConfig, ''), { own: undefined });
    assert.equal(found, undefined);
    assert.match(sentence, /a model without a name, which is unknown here: no model is known for it\. /);
  });
});
