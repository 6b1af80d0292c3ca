import assert from 'node:assert/strict';
import { MemorySource } from '../../disc/byteSource';
import { compareContent, matrixError } from '../../extension/compare/compareContent';
import type { Uri } from 'vscode';
import { openComparedModel, type ComparedModel } from '../../extension/compare/comparedModel';
import { inspectFile } from '../../extension/inspector/inspectorContent';
import type { Planned } from '../../extension/project/modelPlans';
import { namedLayouts } from '../../model/plan/discLayout';
import { parseProject } from '../../project/parse';
import { planRequestOf } from '../../project/program/plan';
import { resolveModel, type ResolverHost } from '../../project/program/resolveFile';
import type { Model, Tensor } from '../../model/model';
import { openPsnt } from '../../model/psnt/file';
import { readRows, tensorOf } from '../../model/tensorRows';
import { isCompareContent } from '../../webviews/guards/compareGuard';
import { everyFeature, randomModel } from '../support/randomModel';
import { psntBytes } from '../support/psntBytes';

function side(model: Model, fields: Record<string, string> = {}): ComparedModel {
  return {
    side: { uri: `file:///${model.label}`, fileName: model.label, fileBytes: model.source.size },
    fields: new Map(Object.entries(fields)),
    tensors: model.tensors,
    model,
    close: () => Promise.resolve(),
  };
}

describe('comparison of two models', () => {
  let floats: Model;
  let quantised: Model;
  before(async () => {
    const random = randomModel(everyFeature, 'f32');
    const values = new Float32Array(random.source.size / 4).map((_, i) => Math.sin(i * 2.3));
    floats = { ...random, label: 'a', source: new MemorySource(new Uint8Array(values.buffer)) };
    const bytes = await psntBytes(floats, { version: 3, quantization: 'q4' });
    quantised = (await openPsnt(new MemorySource(bytes), 'b')).model;
  });

  it('puts fields and matrices of both beside each other', () => {
    const smaller: Model = { ...quantised, tensors: quantised.tensors.filter(({ name }) => name !== 'norm') };
    const content = compareContent(side(floats, { dim: '32', a: '1' }), side(smaller, { dim: '33' }));
    assert.deepEqual(content.fields, [
      { name: 'dim', left: '32', right: '33' },
      { name: 'a', left: '1', right: '' },
    ]);
    assert.equal(content.matrices.length, floats.tensors.length);
    const norm = content.matrices.find(({ name }) => name === 'norm');
    assert.equal(norm?.right, undefined);
    assert.equal(norm?.comparable, false);
    assert.equal(content.matrices.find(({ name }) => name === 'embedding')?.comparable, true);
    assert.ok(isCompareContent(JSON.parse(JSON.stringify(content))));
  });

  it('measures how far a matrix is from the other', async () => {
    const options = { signal: new AbortController().signal };
    const name = 'layers.01.ffn.w2';
    const found = await matrixError(floats, quantised, name, options);
    const tensor = tensorOf(floats, name);
    const a = await readRows(floats, tensor, 0, tensor.rows);
    const b = await readRows(quantised, tensorOf(quantised, name), 0, tensor.rows);
    const errors = [...a].map((value, i) => Math.abs(value - (b[i] ?? 0)));
    assert.equal(found.maxError, Math.max(...errors));
    assert.ok(found.snrDb > 10 && found.snrDb < 40);
    assert.equal((await matrixError(floats, quantised, 'norm', options)).snrDb, Infinity);
    const over = new AbortController();
    over.abort();
    await assert.rejects(matrixError(floats, quantised, name, { signal: over.signal }), {
      name: 'AbortError',
    });
  });

  it('forecasts each model as the inspector does: by its project, else by the settings', async () => {
    const bytes = await psntBytes(floats, { version: 3, quantization: 'q4' });
    const project = parseProject('{ "model": "a.psnt", "layout": "resident" }').project;
    assert.ok(project);
    const host: ResolverHost = {
      projectsFor: () => Promise.resolve(['ps2ml.json']),
      readProject: () => Promise.resolve(project),
      inProject: (_, path) => `/${path}`,
      settings: () => Promise.resolve({ layout: namedLayouts.streamed }),
    };
    const plans = {
      resolved: ({ path }: Uri) => resolveModel(path, host),
      requestOf: (_model: Uri, _config: unknown, { answers }: Planned) =>
        Promise.resolve(planRequestOf(answers, 0)),
    };
    const openFile = ({ path }: Uri) =>
      Promise.resolve({ label: path, source: new MemorySource(bytes), close: () => Promise.resolve() });
    const forecasts = async (name: string): Promise<readonly (string | undefined)[]> => {
      const named: unknown = { path: name, toString: () => `file://${name}` };
      const uri = named as Uri;
      const compared = await openComparedModel({ openFile }, plans, uri);
      const planned = await plans.resolved(uri);
      const { content } = await inspectFile(new MemorySource(bytes), name, {
        planRequest: () => plans.requestOf(uri, undefined, planned),
      });
      await compared.close();
      return [compared.side.forecast, content.forecast?.sentence];
    };
    const [ofProject, inspected] = await forecasts('/a.psnt');
    assert.match(ofProject ?? '', /; reads 0 bytes from disc per token/);
    assert.equal(ofProject, inspected);
    const [bySettings, other] = await forecasts('/b.psnt');
    assert.notEqual(bySettings, ofProject);
    assert.equal(bySettings, other);
  });

  describe('of one large matrix', () => {
    const [rows, cols] = [4096, 512];
    const tensor: Tensor = {
      name: 'wide',
      rows,
      cols,
      type: 'f32',
      offset: 0,
      bytes: rows * cols * 4,
      dataOffset: 0,
    };
    const large = (label: string): Model => ({
      ...floats,
      label,
      tensors: [tensor],
      source: new MemorySource(new Uint8Array(tensor.bytes)),
    });

    it('says how many of its rows are done', async () => {
      const heard: number[] = [];
      const onRows = (done: number, total: number): void => {
        assert.equal(total, rows);
        heard.push(done);
      };
      const { signal } = new AbortController();
      const { snrDb } = await matrixError(large('a'), large('b'), 'wide', { signal, onRows });
      assert.equal(snrDb, Infinity);
      assert.ok(heard.length >= 8, heard.join());
      assert.deepEqual(
        heard,
        heard.toSorted((a, b) => a - b),
      );
      assert.equal(heard.at(-1), rows);
    });

    it('ends in the middle of it when nobody wants to know any more', async () => {
      const stop = new AbortController();
      let last = 0;
      const onRows = (done: number): void => {
        last = done;
        if (done >= rows / 2) stop.abort();
      };
      const measured = matrixError(large('a'), large('b'), 'wide', { signal: stop.signal, onRows });
      await assert.rejects(measured, { name: 'AbortError' });
      assert.equal(last, rows / 2);
    });
  });
});
