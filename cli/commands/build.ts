import { readFile, readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { loadProgram } from '../../project/program/load';
import { writeImage } from '../../disc/node/imageWriter';
import { FileSource } from '../../disc/node/fileSource';
import { readVolume, type VolumeFile } from '../../disc/volume';
import { sectorBytes, type DiscType } from '../../disc/sector';
import { bootFiles, defaultDiscCode } from '../../image/bootFiles';
import { formatBytes } from '../../model/plan/units';
import { builtIn } from '../../targets/builtIn';
import { isProject } from '../../project/node/projectFolder';
import { projectFileName } from '../../project/project';
import { imageStep } from '../../project/node/build/imageStep';
import { runtimeStep } from '../../project/node/build/runtimeStep';
import { projectWork } from '../projectWork';
import type { Call, Command } from '../command';
import { cliHost } from '../host';
import { UsageError, type Io } from '../io';
import { programFile } from '../../project/packageFile.node';
import { ProgressLine } from '../progressLine';
import { launchOf, samplingOptions } from '../sampling';

/** As long as any host may keep a stopped program (docs/mailbox.md). */
const longestWaitMs = 600_000;

export const buildCommand: Command = {
  name: 'build',
  operand: 'FILE',
  isOperandOptional: true,
  summary: 'Builds a disc image that boots on a PlayStation 2: of the project in this folder, or of a model.',
  options: {
    output: { short: 'o', value: 'IMAGE', help: 'where to write the .iso; a project has a place of its own' },
    model: {
      value: 'FILE',
      help: 'the model, as FILE; without either the project or the only .psnt of this folder',
    },
    disc: { value: 'dvd|cd', help: 'the medium that it must fit on (dvd)' },
    serial: { value: 'ID', help: `disc code, such as ${defaultDiscCode}` },
    wait: {
      value: 'MS',
      help: 'stop before the first operation for a debugger, for so long at most (0: do not)',
    },
    ...samplingOptions,
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    const project = await projectOf(call);
    if (project !== undefined) return buildProject(project, call, io);
    const output = call.text('output');
    if (output === undefined) throw new UsageError('-o IMAGE is missing: say where to write the image.');
    const serial = serialOf(call);
    const waitForDebuggerMs = call.integer('wait', 0, 0, longestWaitMs);
    const launch = await launchOf(call, await modelOf(call), builtIn.id);
    const types: readonly [DiscType, DiscType] = launch.disc?.type === 'cd' ? ['cd', 'dvd'] : ['dvd', 'cd'];
    const discType = call.choice<DiscType>('disc', types);
    const loaded = await loadProgram(launch, cliHost(io), () => undefined, io.signal);
    const progress = new ProgressLine(io);
    try {
      const { program } = loaded;
      const run = { ...loaded.run, waitForDebuggerMs };
      const { model, plan, tokenizer, placement } = program;
      const elf = new Uint8Array(await readFile(programFile()));
      const contents = { model, plan, run, elf, serial, ...(tokenizer && { tokenizer }) };
      const packing = (done: number, total: number): void =>
        progress.report('Packing the weights', done, total);
      const files = await bootFiles(contents, { signal: io.signal, onProgress: packing });
      const layout = await writeImage(output, files, {
        discType,
        volume: 'PS2ML',
        ...(placement !== undefined && { placement }),
        signal: io.signal,
        onProgress: (done, total) => progress.report('Writing the image', done, total),
      });
      const bytes = layout.sectors * sectorBytes;
      const { volume, sectors } = layout;
      const result = { image: output, model: model.label, disc: discType, volume, serial, sectors, bytes };
      if (call.has('json')) {
        io.out(`${JSON.stringify({ ...result, prompt: run.prompt, files: layout.files }, undefined, 2)}\n`);
      }
      io.err(`Wrote ${output}: ${formatBytes(bytes)} for a ${discType.toUpperCase()}, boots ${serial}.\n`);
    } finally {
      await loaded.close();
    }
  },
};

/** The folder of the project that is meant: FILE, or this one. */
async function projectOf(call: Call): Promise<string | undefined> {
  const { file } = call;
  if (file !== undefined)
    return basename(file) === projectFileName || (await isProject(file)) ? file : undefined;
  return call.text('model') === undefined && (await isProject('.')) ? '.' : undefined;
}

async function buildProject(path: string, call: Call, io: Io): Promise<void> {
  for (const name of ['disc', 'serial', ...Object.keys(samplingOptions)]) {
    if (call.text(name) === undefined) continue;
    throw new UsageError(`--${name} is for a model alone: a project says it in ${projectFileName}.`);
  }
  const output = call.text('output');
  const waitForDebuggerMs = call.integer('wait', 0, 0, longestWaitMs);
  const work = await projectWork(path, io);
  if (work.folder.project.elf?.make !== undefined) await runtimeStep(work);
  const image = await imageStep(work, {
    ...(output !== undefined && { output: resolve(output) }),
    waitForDebuggerMs,
  });
  if (call.has('json')) {
    const { model, disc } = work.folder.project;
    const { volume, files } = await imageReport(image);
    io.out(
      `${JSON.stringify({ image, model, disc: disc.type, volume, serial: disc.code, files }, undefined, 2)}\n`,
    );
  }
}

/** What is on an image that was built. */
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
  if (/^[A-Z]{4}_\d{3}\.\d{2}$/.test(serial)) return serial;
  throw new UsageError(
    `--serial is "${serial}", expected four capitals, _, three digits, a point and two digits: ${defaultDiscCode}.`,
  );
}

async function modelOf(call: Call): Promise<string> {
  const named = call.text('model');
  if (named !== undefined && call.file !== undefined) {
    throw new UsageError(`The model is named twice, "${call.file}" and "${named}": leave one out.`);
  }
  const model = named ?? call.file;
  if (model !== undefined) return model;
  const found = (await readdir('.')).filter((name) => name.endsWith('.psnt'));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new UsageError(
    `There ${found.length === 0 ? 'is no .psnt file' : `are ${found.length} .psnt files`} in this folder: name the model by --model FILE.`,
  );
}
