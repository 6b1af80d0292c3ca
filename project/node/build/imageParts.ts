import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Parts } from '../../../image/node/stamp';
import { tokenizerCandidates } from '../../../model/tokenizer/adjacent';
import { settingsFileNames } from '../../../model/tokenizer/folderSettings';
import { version } from '../../../package.json';
import { samplingNames } from '../../limits';
import { resolutionOf } from './load';
import { hashesOf } from './hashes';
import type { Work } from './work';

/**
 * Everything that the image of a project depends on, without opening the model.
 * @param psnt absolute path of the model that goes on the disc.
 * @param elf absolute path of the EE program.
 */
export async function imagePartsOf(
  work: Work,
  psnt: string,
  elf: string,
  waitForDebuggerMs: number,
): Promise<Parts> {
  const { folder, signal } = work;
  const { project, pathOf } = folder;
  const { files } = project;
  const answers = resolutionOf(work);
  const { type, code, region, volume, screen } = answers.disc.value;
  const hashes = await hashesOf(folder);
  const parts: Record<string, string> = {
    'PS2 ML': version,
    '"disc"': JSON.stringify({ type, code, region, volume, screen }),
  };
  const add = async (file: string, name = basename(file)): Promise<void> => {
    parts[name] = await hashes.hashOf(file, signal);
  };
  await add(elf);
  await add(psnt);
  for (const { file, name } of files) await add(pathOf(file), name);
  // A program that reads the raw model uses neither a plan nor a prompt from the disc.
  if (project.elf?.reads === 'psnt') return parts;
  const { order, prompt, chat, system, ram, layout, context, kvCache, arithmeticVersion } = answers;
  const sampling = Object.fromEntries(samplingNames.map((name) => [name, answers[name].value]));
  const settings = {
    order: order?.value,
    prompts: prompt.value,
    menu: project.interactive === false ? undefined : project.prompts,
    chat: chat.value,
    system: system?.value,
    sampling,
    ram: ram.value,
    layout: layout.value,
    context: context?.value,
    kvCache: kvCache.value,
    arithmeticVersion: arithmeticVersion?.value,
    wait: waitForDebuggerMs,
  };
  for (const [name, value] of Object.entries(settings))
    parts[`"${name}"`] = value === undefined ? '' : JSON.stringify(value);
  for (const file of await tokenizersOf(folder)) await add(file);
  return parts;
}

/**
 * The tokenizer, or all candidates for it, because choosing one needs the open model; and the files beside it that
 * state something about it.
 */
async function tokenizersOf({ project, pathOf }: Work['folder']): Promise<string[]> {
  if (project.tokenizer !== undefined) {
    const tokenizer = pathOf(project.tokenizer);
    return [tokenizer, ...(await settingsIn(dirname(tokenizer)))];
  }
  const model = pathOf(project.model);
  const isFolder = (await stat(model).catch(() => undefined))?.isDirectory() === true;
  const where = isFolder ? model : dirname(model);
  const names = await readdir(where).catch(() => []);
  const candidates = tokenizerCandidates(basename(model), names).map((name) => join(where, name));
  return candidates.length === 0 ? [] : [...candidates, ...(await settingsIn(where))];
}

async function settingsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => settingsFileNames.includes(name)).map((name) => join(folder, name));
}
