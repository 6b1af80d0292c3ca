import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { checkpointFile } from '../../../model/convert/checkpoint/folder';
import type { ConversionFinding } from '../../../model/convert/node/convertFile';
import { planOptionsOf } from '../../../model/plan/discLayout';
import { formatBytes } from '../../../model/plan/units';
import { hashesOf } from './hashes';
import { outOfDateReasons, writeStamp, type Parts } from '../../../image/node/stamp';
import { version } from '../../../package.json';
import { resolutionOf } from './load';
import { blaming, sayState, type Work } from './work';

/**
 * Converts the model if it is not PSNT, and only if the source or the settings have changed.
 * @returns the absolute path of the PSNT.
 * @throws ProjectError, or the reason of the abort.
 */
export async function convertStep(work: Work): Promise<string> {
  const { folder, signal } = work;
  const { outputs, project } = folder;
  const target = folder.pathOf(outputs.psnt);
  if (!outputs.isConverted) return target;
  const source = folder.pathOf(project.model);
  await blaming(work, 'model', async () => {
    const { type, ...rest } = project.conversion;
    const parts = await conversionParts(work, source);
    const reasons = await outOfDateReasons(target, () => Promise.resolve(parts));
    sayState(work, outputs.psnt, reasons);
    if (reasons.length === 0) return;
    await mkdir(dirname(target), { recursive: true });
    const onProgress = (done: number, total: number): void => work.progress('Converting', done, total);
    const onFinding = ({ severity, message }: ConversionFinding): void =>
      work.say(severity === 'warning' ? `Warning: ${message}` : message);
    const { layout, kvCache, arithmeticVersion } = resolutionOf(work);
    const bytes = await work.convert(source, target, {
      ...rest,
      quantization: type,
      plan: {
        ...planOptionsOf(layout.value),
        kvCache: kvCache.value,
        arithmeticVersion: arithmeticVersion?.value,
      },
      signal,
      onProgress,
      onFinding,
    });
    // What was there before it was read: a source that has changed meanwhile makes the next build start again.
    await writeStamp(target, parts);
    work.say(`Wrote ${outputs.psnt}, ${formatBytes(bytes)}.`);
  });
  return target;
}

/** Everything that a converted model depends on. */
async function conversionParts({ folder, signal }: Work, source: string): Promise<Parts> {
  const hashes = await hashesOf(folder);
  const parts: Record<string, string> = {
    'PS2 ML': version,
    conversion: JSON.stringify(folder.project.conversion),
  };
  for (const file of await filesOf(source)) parts[basename(file)] = await hashes.hashOf(file, signal);
  return parts;
}

/** The files of a model: the file itself, or the model's files in a folder with safetensors. */
async function filesOf(source: string): Promise<string[]> {
  const found = await stat(source).catch(() => undefined);
  const isShard = source.endsWith('.safetensors');
  if (found?.isDirectory() !== true && !isShard) return [source];
  const folder = isShard ? dirname(source) : source;
  const names = (await readdir(folder)).filter((name) => checkpointFile.test(name));
  return names.sort().map((name) => join(folder, name));
}
