import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MemorySource } from '../../../disc/byteSource';
import { parseFilter } from '../../../model/inspect/filter/filter';
import { FilterError } from '../../../model/inspect/filter/tokens';
import { readSafetensors } from '../../../model/convert/safetensors';
import { FormatError } from '../../../model/formatError';
import { JsonValue } from '../../../model/json';
import { compilePlan } from '../../../model/plan/compile';
import { crc32 } from '../../../model/plan/crc32';
import { decodePlan } from '../../../model/plan/decodePlan';
import { encodePlan, tableCounts } from '../../../model/plan/encodePlan';
import { PlanError } from '../../../model/plan/error';
import { planHeader, tablePlace } from '../../../model/plan/format/header';
import { tableNames, tables } from '../../../model/plan/format/tables';
import { tableLimits } from '../../../model/plan/programLimits';
import { decodeTokens, encodeTokens } from '../../../model/plan/tokensFile';
import { parseProject } from '../../../project/parse';
import { projectRoot } from '../../support/project';
import { describedModel, everyFeature, randomModel } from '../../support/randomModel';

/** What a run leaves on the heap and in buffers. */
const heapAfter = <T>(run: () => T): { readonly result: T; readonly bytes: number } => {
  const before = process.memoryUsage();
  const result = run();
  const after = process.memoryUsage();
  return {
    result,
    bytes: after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers,
  };
};

describe('the limits of plans', () => {
  it('are those of the EE program', () => {
    const text = readFileSync(path.join(projectRoot, 'runtime/plan/table_checks.c'), 'utf8');
    const header = readFileSync(path.join(projectRoot, 'runtime/plan/plan_checks.h'), 'utf8');
    const named = new Map(
      [...header.matchAll(/#define (MAX_\w+) (\d+)u/g)].map(([, name, value]) => [name, Number(value)]),
    );
    const found = [...text.matchAll(/\{"(\w+)", \w+, ([^}]+)\}/g)].map(([, table, most = '']) => {
      const [, one, shift] = /^(\d+)u? << (\d+)$/.exec(most) ?? [];
      const value = shift === undefined ? (named.get(most) ?? Number(most)) : Number(one) << Number(shift);
      return [table, value];
    });
    assert.deepEqual(Object.fromEntries(found), tableLimits);
    const page = readFileSync(path.join(projectRoot, 'docs/plan.md'), 'utf8');
    const sentence = /^The EE program takes at most (.*?)\./m.exec(page)?.[1] ?? '';
    const told = [...sentence.matchAll(/([\d,]+) (?:entries of |bytes of )?([a-z]+)/g)];
    assert.deepEqual(
      Object.fromEntries(told.map(([, count = '', name = '']) => [name, Number(count.replaceAll(',', ''))])),
      tableLimits,
    );
  });

  it('refuse a model that the program would refuse, and take one at the limit', () => {
    const small = { ...everyFeature, dim: 8, hiddenDim: 8, heads: 2, kvHeads: 1, headDim: 4, kvDim: 4 };
    const of = (layers: number): Parameters<typeof compilePlan>[0] =>
      describedModel({ ...small, denseformer: false, seqLen: 8, layers, uniqueLayers: layers });
    assert.throws(
      () => compilePlan(of(1024)),
      (error: unknown) => {
        assert.ok(error instanceof PlanError);
        assert.match(
          error.message,
          /^described\.psnt: the plan has 9,21\d matrices, and the EE program takes at most 2,047\. Use a model with fewer layers\.$/,
        );
        return true;
      },
    );
    const counts = tableCounts(compilePlan(of(227)));
    assert.ok(counts.matrices <= tableLimits.matrices && counts.matrices > tableLimits.matrices - 9);
  });

  /** PLAN.BIN with other strings, and a valid checksum. */
  function withStrings(strings: Uint8Array, regions: number): Uint8Array {
    const plan = compilePlan(randomModel(everyFeature));
    const bytes = encodePlan(plan, { id: new Uint8Array(32), crcs: [] });
    const start = Math.ceil(bytes.length / 64) * 64;
    const regionBytes = regions * tables.regions.bytes;
    const made = new Uint8Array(start + regionBytes + strings.length);
    made.set(bytes);
    made.set(strings, start + regionBytes);
    const view = new DataView(made.buffer);
    const put = (name: (typeof tableNames)[number], offset: number, count: number): void => {
      const at = planHeader.offsetOf('tables') + tableNames.indexOf(name) * tablePlace.bytes;
      view.setUint32(at + tablePlace.offsetOf('offset'), offset, true);
      view.setUint32(at + tablePlace.offsetOf('count'), count, true);
    };
    put('strings', start + regionBytes, strings.length);
    put('regions', start, regions);
    for (let i = 0; i < regions; i++) view.setUint32(start + i * tables.regions.bytes, i, true);
    view.setUint32(planHeader.offsetOf('fileBytes'), made.length, true);
    view.setUint32(planHeader.offsetOf('crc'), 0, true);
    view.setUint32(planHeader.offsetOf('crc'), crc32(made), true);
    return made;
  }

  it('bound the memory of names: each is one of the strings, not a part of one', () => {
    const strings = new Uint8Array(1 << 20).fill(0x61);
    strings[0] = 0;
    strings[strings.length - 1] = 0;
    const bytes = withStrings(strings, 4096);
    const { bytes: taken } = heapAfter(() => assert.throws(() => decodePlan(bytes, 'PLAN.BIN'), FormatError));
    assert.ok(taken < 16 * bytes.length, `${taken} bytes for ${bytes.length}`);
    const many = withStrings(new Uint8Array(64), 5000);
    assert.throws(() => decodePlan(many, 'PLAN.BIN'), /at most 4096, the limit of the EE program/);
  });

  it('bound the memory of tokens', () => {
    const none = new Uint8Array();
    const bytes = encodeTokens({
      vocabSize: 4_000_000,
      bos: undefined,
      eos: undefined,
      encode: () => [],
      encodePrompt: () => [],
      decode: () => '',
      bytesOf: () => none,
    });
    const { result, bytes: taken } = heapAfter(() => decodeTokens(bytes, 'TOKENS.BIN'));
    assert.equal(result.textOf(3_999_999), '');
    assert.equal(result.textOf(4_000_000), undefined);
    assert.ok(taken < 4 * bytes.length, `${taken} bytes for ${bytes.length}`);
    assert.throws(() => decodeTokens(new Uint8Array(17 << 20), 'TOKENS.BIN'), /at most 16777216 bytes/);
  });

  it('know no names that every object inherits', async () => {
    for (const dtype of ['constructor', '__proto__', 'toString']) {
      const entry = `{"dtype":"${dtype}","shape":[1],"data_offsets":[0,4]}`;
      const header = new TextEncoder().encode(`{"x":${entry}}`);
      const bytes = new Uint8Array(8 + header.length + 4);
      bytes.set([header.length]);
      bytes.set(header, 8);
      const [tensor] = await readSafetensors(new MemorySource(bytes), 'model.safetensors');
      assert.match(tensor?.problem?.message ?? '', new RegExp(`dtype of x .*"${dtype}", expected F32`));
    }
    assert.throws(() => parseFilter('constructor:1'), FilterError);
  });

  it('refuse JSON that is nested too deeply for its parsers', () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}"[[[\\"[["${']'.repeat(levels)}`;
    assert.throws(
      () => JsonValue.parse(deep(20_000), 'config.json', 'save it again').get('x'),
      /^FormatError: config\.json: the text.* more than 200 levels .* at character 200/,
    );
    assert.doesNotThrow(() => JsonValue.parse(deep(200), 'config.json', 'save it again'));
    const [problem, ...others] = parseProject(`{ "model": ${deep(20_000)} }`).problems;
    assert.match(problem?.message ?? '', /more than 200 lists and objects in each other/);
    assert.deepEqual([problem?.offset, others], [210, []]);
  });
});
