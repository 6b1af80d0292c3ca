import { readFile, readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { loadProgram } from '../../project/program/load';
import { isDiscCode } from '../../disc/fileName';
import type { ImageFile } from '../../disc/imageBytes';
import { writeImage } from '../../disc/node/imageWriter';
import { FileSource } from '../../disc/node/fileSource';
import { readVolume, type VolumeFile } from '../../disc/volume';
import { sectorBytes, type DiscType } from '../../disc/sector';
import { bootFiles, defaultDiscCode } from '../../image/bootFiles';
import { folderProgramName, writeFolder } from '../../image/node/folderWriter';
import { choicesThatFit } from '../../model/plan/runFile';
import { formatBytes } from '../../model/plan/units';
import { builtIn } from '../../targets/builtIn';
import { isProject } from '../../project/node/projectFolder';
import { projectFileName } from '../../project/project';
import { resolutionOf } from '../../project/node/build/load';
import { folderStep, imageStep } from '../../project/node/build/imageStep';
import { runtimeStep } from '../../project/node/build/runtimeStep';
import { projectWork } from '../projectWork';
import type { Call, Command } from '../command';
import { cliHost } from '../host';
import { UsageError, type Io } from '../io';
import { programFile } from '../../project/packageFile.node';
import { askForOutsideFiles } from '../outsideFiles';
import { isStandardOutput, refuseStandardOutput, withOutput } from '../outputFile';
import { ProgressLine } from '../progressLine';
import { launchOf, samplingOptions } from '../sampling';

/** The longest time that a host may keep a program stopped (docs/mailbox.md). */
const longestWaitMs = 600_000;

export const buildCommand: Command = {
  name: 'build',
  operand: 'FILE',
  isOperandOptional: true,
  summary:
    'Build a disc image that boots on a PlayStation 2, from the project in this folder or from a model.',
  options: {
    output: {
      short: 'o',
      value: 'IMAGE',
      help: "path of the .iso to write, or - for standard output (default: the project's build folder)",
    },
    folder: {
      value: 'OUT',
      help: 'write the files to a folder instead of an image: the program finds them beside itself on a USB stick',
    },
    model: {
      value: 'FILE',
      help: 'the model, like FILE (default: the project or the only .psnt in this folder)',
    },
    disc: { value: 'dvd|cd', help: 'the medium of the image (dvd)' },
    serial: { value: 'ID', help: `disc code, such as ${defaultDiscCode}` },
    wait: {
      value: 'MS',
      help: 'how long to wait for a debugger before the first operation, in ms (0: do not wait)',
    },
    'allow-outside': { help: "put files from outside the project's folder on the disc without asking" },
    ...samplingOptions,
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    const project = await projectOf(call);
    if (project !== undefined) return buildProject(project, call, io);
    const [output, folder] = [call.text('output'), call.text('folder')];
    if (output === undefined && folder === undefined)
      throw new UsageError('-o IMAGE is missing: set the path of the image.');
    refuseBoth(call);
    if (call.has('json')) refuseStandardOutput(output, '-o', 'with --json');
    const serial = serialOf(call);
    const waitForDebuggerMs = call.integer('wait', 0, 0, longestWaitMs);
    const launch = await launchOf(call, await modelOf(call), builtIn.id, io);
    const types: readonly [DiscType, DiscType] = launch.disc?.type === 'cd' ? ['cd', 'dvd'] : ['dvd', 'cd'];
    const discType = call.choice<DiscType>('disc', types);
    const loaded = await loadProgram(launch, cliHost(io), () => undefined, io.signal);
    const progress = new ProgressLine(io);
    try {
      const { program } = loaded;
      const run = { ...loaded.run, waitForDebuggerMs };
      const { model, plan, tokenizer, placement } = program;
      const elf = new Uint8Array(await readFile(programFile()));
      const choices = waitForDebuggerMs === 0 ? choicesThatFit(plan, run.prompt, [run.prompt]) : [];
      const contents = { model, plan, run, elf, serial, choices, ...(tokenizer && { tokenizer }) };
      const packing = (done: number, total: number): void =>
        progress.report('Packing the weights', done, total);
      const files = await bootFiles(contents, { signal: io.signal, onProgress: packing });
      if (output === undefined) {
        if (folder !== undefined)
          tellFolder(folder, await folderOf(folder, files, serial, progress, io), call, io);
        return;
      }
      const layout = await withOutput(output, 'image.iso', io, (path) =>
        writeImage(path, files, {
          discType,
          volume: 'PS2ML',
          ...(placement !== undefined && { placement }),
          check: async () => model.source.checkUnchanged?.(),
          signal: io.signal,
          onProgress: (done, total) => progress.report('Writing the image', done, total),
        }),
      );
      const bytes = layout.sectors * sectorBytes;
      const { volume, sectors } = layout;
      const result = { image: output, model: model.label, disc: discType, volume, serial, sectors, bytes };
      if (call.has('json')) {
        io.out(`${JSON.stringify({ ...result, prompt: run.prompt, files: layout.files }, undefined, 2)}\n`);
      }
      const written = isStandardOutput(output) ? 'the image to standard output' : output;
      io.err(`Wrote ${written}: ${formatBytes(bytes)} for a ${discType.toUpperCase()}, boots ${serial}.\n`);
    } finally {
      await loaded.close();
    }
  },
};

/** The project to build: FILE, or the one in this folder. */
async function projectOf(call: Call): Promise<string | undefined> {
  const { file } = call;
  if (file !== undefined)
    return basename(file) === projectFileName || (await isProject(file)) ? file : undefined;
  return call.text('model') === undefined && (await isProject('.')) ? '.' : undefined;
}

async function buildProject(path: string, call: Call, io: Io): Promise<void> {
  for (const name of ['disc', 'serial', ...Object.keys(samplingOptions)]) {
    if (call.text(name) === undefined) continue;
    throw new UsageError(`--${name} cannot be used with a project: set it in ${projectFileName}.`);
  }
  const [output, folder] = [call.text('output'), call.text('folder')];
  refuseBoth(call);
  refuseStandardOutput(output, '-o', 'for a project, whose image is kept up to date');
  const waitForDebuggerMs = call.integer('wait', 0, 0, longestWaitMs);
  const work = await projectWork(path, io);
  await askForOutsideFiles(work.folder, call.has('allow-outside'), io);
  if (folder !== undefined) {
    tellFolder(folder, await folderStep(work, resolve(folder)), call, io);
    return;
  }
  if (work.folder.project.elf?.make !== undefined) await runtimeStep(work);
  const image = await imageStep(work, {
    ...(output !== undefined && { output: resolve(output) }),
    waitForDebuggerMs,
  });
  if (call.has('json')) {
    const { model } = work.folder.project;
    const disc = resolutionOf(work).disc.value;
    const { volume, files } = await imageReport(image);
    io.out(
      `${JSON.stringify({ image, model, disc: disc.type, volume, serial: disc.code, files }, undefined, 2)}\n`,
    );
  }
}

/** @throws UsageError for options that do not go together. */
function refuseBoth(call: Call): void {
  if (call.text('folder') === undefined) return;
  for (const name of ['output', 'disc', 'wait']) {
    if (call.text(name) !== undefined)
      throw new UsageError(
        `--folder cannot be used with --${name}: a folder is neither a disc nor debugged.`,
      );
  }
}

const folderOf = (
  folder: string,
  files: readonly ImageFile[],
  serial: string,
  progress: ProgressLine,
  io: Io,
): Promise<readonly string[]> =>
  writeFolder(resolve(folder), files, serial, io.signal, (done, total) =>
    progress.report('Writing the folder', done, total),
  );

function tellFolder(folder: string, files: readonly string[], call: Call, io: Io): void {
  if (call.has('json')) io.out(`${JSON.stringify({ folder, files }, undefined, 2)}\n`);
  io.err(`Wrote ${folder}: copy it to a USB stick and start ${folderProgramName} in it with wLaunchELF.\n`);
}

/** The contents of an image that was built. */
async function imageReport(path: string): Promise<{ volume: string; files: readonly VolumeFile[] }> {
  const source = await FileSource.open(path);
  try {
    const { volumeId, files } = await readVolume(source);
    return { volume: volumeId, files };
  } finally {
    await source.close();
  }
}

function serialOf(call: Call): string {
  const serial = call.text('serial') ?? defaultDiscCode;
  if (isDiscCode(serial)) return serial;
  throw new UsageError(
    `--serial is "${serial}", expected four capital letters, _, three digits, a dot and two digits. Example: ${defaultDiscCode}.`,
  );
}

async function modelOf(call: Call): Promise<string> {
  const named = call.text('model');
  if (named !== undefined && call.file !== undefined) {
    throw new UsageError(`The model is given twice, as "${call.file}" and "${named}": remove one.`);
  }
  const model = named ?? call.file;
  if (model !== undefined) return model;
  const found = (await readdir('.')).filter((name) => name.endsWith('.psnt'));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new UsageError(
    `There ${found.length === 0 ? 'is no .psnt file' : `are ${found.length} .psnt files`} in this folder: set the model with --model FILE.`,
  );
}
