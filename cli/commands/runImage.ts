import { sectorBytes } from '../../disc/sector';
import { fileOfImage, findFile, readVolume, type Volume } from '../../disc/volume';
import { FileSource } from '../../disc/node/fileSource';
import { cyclesPerSecond } from '../../debug-adapter/targets/consoleMachine';
import { consolePort } from '../../debug-adapter/targets/consolePort';
import { readElf } from '../../ee/elf';
import { SymbolTable } from '../../ee/symbols';
import { eeFloatRevision } from '../../model/eeFloatRevision';
import type { Plan } from '../../model/plan/plan';
import type { TraceEvent } from '../../model/trace/events';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { DriveLogEntry } from '../../ps2/drive/drive';
import { startConsoleHere } from '../../ps2/node/consoleHere';
import { ImageTrace, mailboxOf, mediumOf, tracedImage, type Medium, type TracedImage } from '../imageTrace';
import { outOfTime, runConsole, secondsOf, type ConsoleRun } from '../consoleRun';
import { exitCodes, type Io } from '../io';
import { programFailure } from '../programFailure';
import { driveTable, summarise } from '../reports/driveTable';
import { recordTrace } from '../traceRecorder';

const headOffset = 16 * sectorBytes;

/** Whether a file is a disc image, by its name or its ISO 9660 descriptor. */
export async function isImage(path: string): Promise<boolean> {
  if (/\.iso$/i.test(path)) return true;
  // Later steps report what cannot be opened, such as a folder.
  const source = await FileSource.open(path).catch(() => undefined);
  if (source === undefined) return false;
  try {
    if (source.size < headOffset + 6) return false;
    const head = await source.read(headOffset, 6);
    return String.fromCharCode(...head) === '\u0001CD001';
  } finally {
    await source.close();
  }
}

export interface ImageOptions {
  readonly isJson: boolean;
  /** Limit of the run, in cycles of console time. */
  readonly mostCycles: number;
  /** Where to write a trace. */
  readonly trace?: string;
}

/**
 * Boots an image on the built-in console and runs its program to the end: the program's text goes to
 * standard output, followed by a table of the drive's reads.
 * @returns the exit code: `outOfTime` when the program did not end in time.
 * @throws {Error} when the image does not boot or the program fails.
 */
export async function runImage(
  path: string,
  io: Io,
  { isJson, mostCycles, trace }: ImageOptions,
): Promise<number> {
  const source = await FileSource.open(path);
  try {
    const volume = await readVolume(source);
    const run = (tracing?: Tracing): Promise<number> =>
      runVolume({ path, source, volume, isJson, mostCycles, io, ...(tracing && { tracing }) });
    if (trace === undefined) return await run();
    const image = await tracedImage(path, source, volume);
    warnOfOtherFloats(path, image.plan, io);
    return await recordTrace(trace, image.info, io, (record) => run({ image, record }));
  } finally {
    await source.close();
  }
}

/** The console computes as this release does, whatever the image was built for. */
function warnOfOtherFloats(path: string, { eeFloats }: Plan, io: Io): void {
  if (eeFloats === eeFloatRevision) return;
  io.err(
    `${path} was built for EE-float revision ${eeFloats}, the built-in console computes with ${eeFloatRevision}: results differ in the last bit from what was seen then. Build the image again.\n`,
  );
}

interface Tracing {
  readonly image: TracedImage;
  readonly record: (events: readonly TraceEvent[]) => void;
}

interface ImageRun {
  readonly path: string;
  readonly source: FileSource;
  readonly volume: Volume;
  readonly isJson: boolean;
  readonly mostCycles: number;
  readonly io: Io;
  readonly tracing?: Tracing;
}

async function runVolume(run: ImageRun): Promise<number> {
  const { path, source, volume, isJson, mostCycles, io, tracing } = run;
  const medium = mediumOf(source, volume);
  const decoder = new TextDecoder();
  const drive: DriveLogEntry[] = [];
  let text = '';
  const client = startConsoleHere((report) => {
    const piece = decoder.decode(report.text, { stream: true });
    text += piece;
    if (!isJson) io.out(piece);
    drive.push(...report.drive);
    trace?.addDrive(report.drive);
  });
  let trace: ImageTrace | undefined;
  const tokens: number[] = [];
  const record = (events: readonly TraceEvent[]): void => {
    tokens.push(...events.flatMap((event) => (event.type === 'token' ? [event.id] : [])));
    tracing?.record(events);
  };
  try {
    const options = { discType: medium.medium };
    const { program } = await client.ask('boot', { image: path, options });
    const symbols = await symbolsOf(source, volume, program);
    const image = tracing?.image ?? (isJson ? await planned(run) : undefined);
    const block = tracing ? mailboxOf(symbols, program) : symbols.named('ps2ml_mailbox')?.address;
    if (image !== undefined && block !== undefined)
      trace = new ImageTrace(consolePort(client), block, image, record);
    const { end, cycles } = await runConsole(client, io.signal, mostCycles, () => trace?.look());
    await checkEnd(client, end, symbols);
    const reads = summarise(drive, volume);
    const seconds = cycles / cyclesPerSecond;
    const ids =
      trace && image ? { prompt: image.prompt, tokens, lost: trace.lost } : { prompt: null, tokens: null };
    const told = { program, text, ...ids, seconds, ...medium, reads };
    if (isJson) io.out(`${JSON.stringify(told, undefined, 2)}\n`);
    else io.out(`\nDisc reads (simulated: built-in console, ${mediumText(medium)})\n${driveTable(reads)}\n`);
    io.err(
      end.kind === 'time'
        ? `${outOfTime(program, cycles)}\n`
        : `${program} ran for ${secondsOf(cycles)} s of console time.\n`,
    );
    if (tracing && trace && trace.lost.events > 0)
      io.err(`${trace.lost.events} events are missing from the trace.\n`);
    return end.kind === 'time' ? exitCodes.outOfTime : exitCodes.done;
  } finally {
    await client.close();
  }
}

/** For people: `DVD`. */
function mediumText({ medium, mediumFrom }: Medium): string {
  return mediumFrom === 'image' ? medium.toUpperCase() : `${medium.toUpperCase()} by its size`;
}

/** What names the tokens of an image; undefined when it has no plan that can be read. */
async function planned({ path, source, volume }: ImageRun): Promise<TracedImage | undefined> {
  try {
    return await tracedImage(path, source, volume);
  } catch {
    // A foreign program, or a damaged plan that the program itself will refuse.
    return undefined;
  }
}

async function symbolsOf(source: FileSource, volume: Volume, program: string): Promise<SymbolTable> {
  const file = findFile(volume, program);
  if (!file) return new SymbolTable([]);
  const bytes = await fileOfImage(source, file).read(0, file.size);
  return new SymbolTable(readElf(bytes, program).symbols);
}

/** @throws {Error} unless the program has finished successfully. */
async function checkEnd(client: ConsoleClient, end: ConsoleRun['end'], symbols: SymbolTable): Promise<void> {
  const failure = await programFailure(client, end, symbols);
  if (failure !== undefined) throw new Error(failure);
  if (end.kind === 'exit' && end.code !== 0) throw new Error(`The program exited with code ${end.code}.`);
}
