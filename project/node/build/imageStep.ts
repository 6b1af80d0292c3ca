import { mkdir, readFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { bootOptionsOf, withDiscFiles, withExtraFiles } from '../../../image/node/discFiles';
import type { ImageFile } from '../../../disc/imageBytes';
import { FileSource } from '../../../disc/node/fileSource';
import { writeImage } from '../../../disc/node/imageWriter';
import { readElf } from '../../../ee/elf';
import { writeFolder } from '../../../image/node/folderWriter';
import { rawFiles, rawModelName, weightsName } from '../../../image/bootFiles';
import { imageOptionsOf } from '../../../image/discSettings';
import { choicesThatFit } from '../../../model/plan/runFile';
import { outOfDateReasons, writeStamp, type Parts } from '../../../image/node/stamp';
import { programFile } from '../../packageFile.node';
import { convertStep } from './convertStep';
import { imagePartsOf } from './imageParts';
import { loadProject, resolutionOf, type ProjectProgram } from './load';
import { blaming, sayState, type Work } from './work';

interface ImageRequest {
  /** Absolute path. Default: the project's build folder. */
  readonly output?: string;
  /** How long the EE program waits for a debugger before the first operation. 0 does not wait. */
  readonly waitForDebuggerMs: number;
}

/**
 * Builds the disc image of a project if anything that it depends on has changed.
 * @returns the absolute path of the image.
 * @throws ProjectError when it cannot be built, for example because it does not fit; or the reason of the abort.
 */
export async function imageStep(work: Work, request: ImageRequest): Promise<string> {
  const { folder } = work;
  const path = request.output ?? folder.pathOf(folder.outputs.image);
  const own = folder.project.elf;
  const elf = own === undefined ? programFile() : folder.pathOf(own.file);
  const program = await blaming(work, 'elf', () => readProgram(elf));
  const psnt = await convertStep(work);
  const { waitForDebuggerMs } = request;
  const partsOf = (): Promise<Parts> =>
    blaming(work, 'model', () => imagePartsOf(work, psnt, elf, waitForDebuggerMs));
  const parts = await partsOf();
  const reasons = await outOfDateReasons(path, () => Promise.resolve(parts));
  sayState(work, nameIn(folder.folder, path), reasons);
  if (reasons.length === 0) return path;
  await mkdir(dirname(path), { recursive: true });
  const write = async (files: readonly ImageFile[], lastFile: string): Promise<void> => {
    const { layout, disc } = resolutionOf(work);
    const options = { ...imageOptionsOf(disc.value, layout.value.placement), lastFile, signal: work.signal };
    // Before the image takes its name: it must not be a mixture.
    const check = async (): Promise<void> => checkSame(parts, await partsOf());
    await writeImage(path, files, { ...options, check, onProgress: percent(work, 'Writing the image') });
  };
  if (own?.reads === 'psnt') await rawImage(work, psnt, program, write);
  else await planImage(work, program, waitForDebuggerMs, write);
  await writeStamp(path, parts);
  return path;
}

/**
 * Writes the files of a project's disc to a folder, for a USB stick.
 * @throws ProjectError when they cannot be built, or the reason of the abort.
 */
export async function folderStep(work: Work, to: string): Promise<readonly string[]> {
  const { project } = work.folder;
  if (project.elf !== undefined)
    throw new Error('--folder needs the EE program of PS2 ML, and the project has its own: remove "elf".');
  const program = await readProgram(programFile());
  await convertStep(work);
  let names: readonly string[] = [];
  const { code } = resolutionOf(work).disc.value;
  await planImage(work, program, 0, async (files) => {
    names = await writeFolder(to, files, code, work.signal, percent(work, 'Writing the folder'));
  });
  return names;
}

/** @throws Error when a part has changed while it was read. */
function checkSame(before: Parts, now: Parts): void {
  const changed = Object.keys({ ...before, ...now }).find((name) => before[name] !== now[name]);
  if (changed === undefined) return;
  throw new Error(
    `${changed} was changed while the image was built: build it again when the file is complete.`,
  );
}

type Write = (files: readonly ImageFile[], lastFile: string) => Promise<void>;

/** The disc of a program that executes a plan. */
async function planImage(
  work: Work,
  elf: Uint8Array,
  waitForDebuggerMs: number,
  write: Write,
): Promise<void> {
  const loaded = await loadProject(work);
  try {
    const run = { ...loaded.run, waitForDebuggerMs };
    const choices = isMenuWanted(work, waitForDebuggerMs) ? menuOf(work, loaded) : [];
    const program = { ...loaded.program, disc: loaded.disc, choices };
    const progress = { signal: work.signal, onProgress: percent(work, 'Packing the weights') };
    await blaming(work, 'disc', () =>
      withDiscFiles(program, run, elf, progress, (files) => write(files, weightsName)),
    );
  } finally {
    await loaded.close();
  }
}

/** The menu needs our program, and a disc that does not wait for a debugger. */
const isMenuWanted = ({ folder: { project } }: Work, waitForDebuggerMs: number): boolean =>
  project.interactive !== false && project.elf === undefined && waitForDebuggerMs === 0;

/** The prompts of the menu; those for which the plan has no room are named. */
function menuOf(work: Work, { program, run, choices }: ProjectProgram): ProjectProgram['choices'] {
  const fitting = choicesThatFit(program.plan, run.prompt, choices);
  if (fitting.length < choices.length)
    work.say(
      `The menu on the disc has ${fitting.length} of ${choices.length} prompts: there is no room for more. Shorten the prompts to have all.`,
    );
  return fitting;
}

/** The disc of a program that reads the raw model. */
async function rawImage(
  { folder, ...work }: Work,
  psnt: string,
  elf: Uint8Array,
  write: Write,
): Promise<void> {
  const settings = resolutionOf({ folder, ...work }).disc.value;
  const source = await FileSource.open(psnt);
  try {
    await blaming({ folder, ...work }, 'disc', () =>
      withExtraFiles(settings, (extra) =>
        write(rawFiles({ elf, ...bootOptionsOf(settings), extra, psnt: source }), rawModelName),
      ),
    );
  } finally {
    await source.close();
  }
}

/** A path as it is written in a project. */
function nameIn(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') ? path : inside.replaceAll('\\', '/');
}

async function readProgram(path: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(
    await readFile(path).catch((error: unknown) => {
      throw new Error(`Cannot read the EE program ${path}: build it, for example with the task "runtime".`, {
        cause: error,
      });
    }),
  );
  // Reject a file that is not an EE program before it is on a disc.
  readElf(bytes, path);
  return bytes;
}

const percent =
  ({ progress }: Work, what: string) =>
  (done: number, total: number): void =>
    progress(what, done, total);
