import { readFile, readdir } from 'node:fs/promises';
import { loadProgram } from '../../debug-adapter/loading';
import { writeImage } from '../../disc/node/imageWriter';
import { sectorBytes, type DiscType } from '../../disc/sector';
import { bootFiles, defaultSerial } from '../../model/image/bootFiles';
import { formatBytes } from '../../model/plan/units';
import type { Call, Command } from '../command';
import { cliHost } from '../host';
import { UsageError } from '../io';
import { programFile } from '../packageFile';
import { ProgressLine } from '../progressLine';
import { launchOf, samplingOptions } from '../sampling';

/** As long as any host may keep a stopped program (docs/mailbox.md). */
const longestWaitMs = 600_000;

export const buildCommand: Command = {
  name: 'build',
  operand: 'FILE',
  isOperandOptional: true,
  summary: 'Builds a disc image that boots on a PlayStation 2 and runs a model there.',
  options: {
    output: { short: 'o', value: 'IMAGE', help: 'where to write the .iso' },
    model: { value: 'FILE', help: 'the model, as FILE; without either the only .psnt of this folder' },
    disc: { value: 'dvd|cd', help: 'the medium that it must fit on (dvd)' },
    serial: { value: 'ID', help: `disc code, such as ${defaultSerial}` },
    wait: {
      value: 'MS',
      help: 'stop before the first operation for a debugger, for so long at most (0: do not)',
    },
    ...samplingOptions,
    json: { help: 'print one JSON object' },
  },
  async run(call, io) {
    const output = call.text('output');
    if (output === undefined) throw new UsageError('-o IMAGE is missing: say where to write the image.');
    const discType = call.choice<DiscType>('disc', ['dvd', 'cd']);
    const serial = serialOf(call);
    const waitForDebuggerMs = call.integer('wait', 0, 0, longestWaitMs);
    const launch = launchOf(call, await modelOf(call), 'console');
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

function serialOf(call: Call): string {
  const serial = call.text('serial') ?? defaultSerial;
  if (/^[A-Z]{4}_\d{3}\.\d{2}$/.test(serial)) return serial;
  throw new UsageError(
    `--serial is "${serial}", expected four capitals, _, three digits, a point and two digits: ${defaultSerial}.`,
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
