import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { MemorySource } from '../../disc/byteSource';
import { readVolume } from '../../disc/volume';
import { imageInMemory } from '../../disc/imageBytes';
import { formatSystemCnf } from '../../disc/systemCnf';
import { openTrace } from '../../model/trace/file/reader';

describe('a disc image of somebody else', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ps2ml-image-'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  /** Boots test/fixtures/ps2/model.c, which reads the tiny sample. */
  async function image(): Promise<vscode.Uri> {
    const extension = vscode.extensions.getExtension('ps2ml.ps2-ml') ?? assert.fail('no extension');
    const file = async (name: string, ...place: string[]) => ({
      name,
      source: new MemorySource(new Uint8Array(await readFile(path.join(extension.extensionPath, ...place)))),
    });
    const boot = formatSystemCnf({ bootFile: 'SLUS_123.45', version: '1.00', videoMode: 'NTSC' });
    const files = [
      { name: 'SYSTEM.CNF', source: new MemorySource(boot) },
      await file('SLUS_123.45', 'test', 'fixtures', 'ps2', 'model.elf'),
      await file('MODEL.PSN', 'samples', 'tiny', 'tiny.psnt'),
    ];
    const { bytes } = await imageInMemory(files, { discType: 'cd', volume: 'OWN', lastFile: 'MODEL.PSN' });
    const target = path.join(folder, 'own.iso');
    await writeFile(target, bytes);
    return vscode.Uri.file(target);
  }

  it('is built from a model, and runs by itself', async () => {
    const extension = vscode.extensions.getExtension('ps2ml.ps2-ml') ?? assert.fail('no extension');
    const model = path.join(folder, 'tiny.psnt');
    // With its tokenizer beside it nothing is asked.
    for (const name of ['tiny.psnt', 'tiny.tokenizer.bin'])
      await copyFile(path.join(extension.extensionPath, 'samples', 'tiny', name), path.join(folder, name));
    const target = path.join(folder, 'tiny.iso');
    const uri = vscode.Uri.file(target);
    await vscode.commands.executeCommand('ps2ml.buildImage', vscode.Uri.file(model), uri);
    const volume = await readVolume(new MemorySource(new Uint8Array(await readFile(target))));
    assert.deepEqual(volume.files.map(({ path: name }) => name).sort(), [
      'PLAN.BIN',
      'PSML_000.01',
      'RUN.BIN',
      'SYSTEM.CNF',
      'TOKENS.BIN',
      'WEIGHTS.BIN',
    ]);
  });

  it('runs, and what it read can be saved and opened', async () => {
    await vscode.commands.executeCommand('ps2ml.runImage', await image());
    const target = vscode.Uri.file(path.join(folder, 'own.ps2trace'));
    await vscode.commands.executeCommand('ps2ml.saveTrace', { target });
    const trace = await openTrace(new MemorySource(new Uint8Array(await readFile(target.fsPath))), 'own');
    assert.deepEqual([trace.info.name, trace.incomplete], ['SLUS_123.45 (own.iso)', undefined]);
    assert.equal(trace.info.plan.program?.name, 'SLUS_123.45');
    const w1 = trace.info.plan.matrices.find(({ name }) => name === 'layers.00.ffn.w1');
    const reads = trace.info.plan.reads.filter(({ matrix }) => matrix === w1?.index);
    const bytes = reads.reduce(
      (sum, read) => sum + read.bytes * (trace.totals.reads[read.index]?.count ?? 0),
      0,
    );
    assert.equal(bytes, 30_128);
  });
});
