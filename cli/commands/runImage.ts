import type { Timing } from '../../common/timing';
import { mailboxSymbol } from '../../debug-adapter/mailbox/layout';
import { mediumOf, type Medium } from '../../disc/medium';
import { sectorBytes, type DiscType } from '../../disc/sector';
import { readVolume, type Volume } from '../../disc/volume';
import { FileSource } from '../../disc/node/fileSource';
import { cyclesPerSecond } from '../../debug-adapter/targets/consoleMachine';
import { consolePort } from '../../debug-adapter/targets/consolePort';
import { chunkCyclesOf, type ConsoleRun } from '../../debug-adapter/targets/consoleRun';
import { programFailure } from '../../debug-adapter/targets/programFailure';
import { ProgramWatch } from '../../debug-adapter/watch/programWatch';
import { bootWatched, hasPlan, runWatched } from '../../debug-adapter/watch/watchedImage';
import { SymbolTable } from '../../ee/symbols';
import { eeFloatRevision } from '../../model/eeFloatRevision';
import type { Plan } from '../../model/plan/plan';
import type { TraceEvent } from '../../model/trace/events';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { OpenPsntOptions } from '../../model/psnt/file';
import { startConsoleHere } from '../../ps2/node/consoleHere';
import { DescribedImage } from '../describedImage';
import { modelsOfImage, type ImageModels } from '../imageModels';
import { ImageTrace, infoOfImage, mailboxOf, tracedImage, type TracedImage } from '../imageTrace';
import { consoleTime, outOfTime } from '../consoleRun';
import { takeScreenshot, tellNotices, type Television } from '../television';
import { exitCodes, UsageError, type Io } from '../io';
import { wordsWithoutMenu } from '../imageMenu';
import { driveTable } from '../reports/driveTable';
import { modelReport, programRamReport } from '../reports/programReport';
import { recordTrace } from '../traceRecorder';
import { readsJson, recordWatch, type WatchedRun } from '../watchOutput';

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
  readonly television: Television;
  readonly timing: Timing;
  /** Shows the menu of an image that has one. */
  readonly isInteractive: boolean;
  /** Where to write a trace. */
  readonly trace?: string;
  /** The tensor order of models on the disc, if the detected one is wrong. */
  readonly order?: Pick<OpenPsntOptions, 'order'>;
  /** The tokenizer of the model that a program of the user's own runs. */
  readonly tokenizer?: string;
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
  { isJson, mostCycles, television, timing, isInteractive, trace, order = {}, tokenizer }: ImageOptions,
): Promise<number> {
  const source = await FileSource.open(path);
  try {
    const volume = await readVolume(source);
    if (tokenizer !== undefined && hasPlan({ volume }))
      throw new UsageError(
        '--tokenizer is of no use for this image: its TOKENS.BIN has the text of each token.',
      );
    const watch = await ProgramWatch.of(source, volume, order);
    const words = isInteractive ? [] : await wordsWithoutMenu(source, volume);
    const run = (tracing?: Tracing, described?: (found: DescribedRun) => void): Promise<number> =>
      runVolume({
        ...{ path, source, volume, words, watch, isJson, mostCycles, television, timing, io, order },
        ...(tokenizer !== undefined && { tokenizer }),
        ...(tracing && { tracing }),
        ...(described && { described }),
      });
    if (trace === undefined) return await run();
    if (!hasPlan({ volume })) {
      const watched = { watch, image: path, ...mediumOf(source, volume) };
      return await recordOwnProgram(trace, watched, timing, io, (described) => run(undefined, described));
    }
    const image = await tracedImage(path, source, volume, timing);
    warnOfOtherFloats(path, image.plan, io);
    return await recordTrace(trace, image.info, io, (record) => run({ image, record }));
  } finally {
    await source.close();
  }
}

/**
 * Records a program without a plan: what it says of itself, else what is seen of it from outside. Either is known at the
 * end, so the trace is written then.
 */
async function recordOwnProgram(
  trace: string,
  watched: WatchedRun,
  timing: Timing,
  io: Io,
  run: (described: (found: DescribedRun) => void) => Promise<number>,
): Promise<number> {
  let found: DescribedRun | undefined;
  const outcome = run((described) => (found = described));
  await outcome.catch(() => undefined);
  const { image, medium } = found ?? {};
  const plan = image?.plan;
  if (!image || !plan || !medium) return recordWatch(trace, watched, io, () => outcome);
  const info = await infoOfImage(plan, watched.image, medium, timing);
  await recordTrace(trace, info, io, (record) => {
    record(image.events);
    return Promise.resolve();
  });
  return outcome;
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

/** A program that describes itself, as it ran. */
interface DescribedRun {
  readonly image: DescribedImage;
  readonly medium: DiscType;
}

interface ImageRun {
  readonly path: string;
  readonly source: FileSource;
  readonly volume: Volume;
  readonly watch: ProgramWatch;
  readonly isJson: boolean;
  readonly mostCycles: number;
  /** Arguments of the program. */
  readonly words: readonly string[];
  readonly television: Television;
  readonly timing: Timing;
  readonly io: Io;
  readonly order: Pick<OpenPsntOptions, 'order'>;
  readonly tokenizer?: string;
  readonly tracing?: Tracing;
  /** Receives a program without a plan, which is then followed. */
  readonly described?: (found: DescribedRun) => void;
}

async function runVolume(run: ImageRun): Promise<number> {
  const { source, volume, words, watch, isJson, mostCycles, television, timing, io, tracing } = run;
  const medium = mediumOf(source, volume);
  const isOurs = hasPlan(run);
  const decoder = new TextDecoder();
  let text = '';
  const client = startConsoleHere((report) => {
    const piece = decoder.decode(report.text, { stream: true });
    text += piece;
    if (!isJson) io.out(piece);
    tellNotices(report.notices, io);
    watch.add(report.drive);
    trace?.addDrive(report.drive);
    own?.addDrive(report.drive);
  });
  let trace: ImageTrace | undefined;
  let own: DescribedImage | undefined;
  let models: ImageModels | undefined;
  const tokens: number[] = [];
  const record = (events: readonly TraceEvent[]): void => {
    tokens.push(...events.flatMap((event) => (event.type === 'token' ? [event.id] : [])));
    tracing?.record(events);
  };
  try {
    const options = { discType: medium.medium, inputs: television.inputs, arguments: words, timing };
    const { program, elf } = await bootWatched(client, run, options, watch);
    const symbols = new SymbolTable(elf?.symbols ?? []);
    const image = tracing?.image ?? (isJson ? await planned(run) : undefined);
    const block = tracing ? mailboxOf(symbols, program) : symbols.named(mailboxSymbol)?.address;
    if (image !== undefined && block !== undefined)
      trace = new ImageTrace(consolePort(client), block, image, record);
    if (trace === undefined && !isOurs) {
      models = await modelsOfImage(run);
      own = new DescribedImage(consolePort(client), block, models.atHand, (sentence) =>
        io.err(`${sentence}\n`),
      );
      run.described?.({ image: own, medium: medium.medium });
    }
    const limits = { signal: io.signal, mostCycles, chunkCycles: chunkCyclesOf(trace && image?.plan) };
    const { end, cycles } = await runWatched(client, run, watch, limits, async () => {
      await trace?.look();
      return (await own?.look()) ?? false;
    });
    await own?.finish();
    const { tokenizerName } = own?.model ?? {};
    if (tokenizerName !== undefined) io.err(`Tokenizer: ${tokenizerName}\n`);
    await takeScreenshot(client, television, io);
    await checkEnd(client, end, symbols);
    const { sums } = watch;
    const reads = sums.byFile;
    const seconds = cycles / cyclesPerSecond;
    const ids =
      trace && image
        ? { prompt: image.prompt, tokens, lost: trace.lost }
        : own?.plan
          ? { prompt: null, tokens: own.tokens, tokenText: own.tokenText ?? null, lost: own.lost }
          : { prompt: null, tokens: null };
    const told = { program, text, ...ids, seconds, timing, ...medium, reads, ...readsJson(watch, !isOurs) };
    if (isJson) io.out(`${JSON.stringify(told, undefined, 2)}\n`);
    else {
      if (own?.tokenText) io.out(`\nText of the ${own.tokens.length} reported tokens:\n${own.tokenText}\n`);
      const title = `Disc reads (simulated: built-in console, ${mediumText(medium)})`;
      io.out(`\n${title}\n${driveTable(reads, sums.total)}\n${modelReport(watch.models, sums)}`);
      if (watch.models.length > 0 && !isOurs) io.out(programRamReport(watch.ram));
    }
    io.err(
      end.kind === 'time'
        ? `${outOfTime(program, cycles)}\n`
        : `${program} ran for ${consoleTime(cycles, timing)}.\n`,
    );
    if (tracing && trace && trace.lost.events > 0)
      io.err(`${trace.lost.events} events are missing from the trace.\n`);
    return end.kind === 'time' ? exitCodes.outOfTime : exitCodes.done;
  } finally {
    await client.close();
    await models?.close();
  }
}

/** For people: `DVD`. */
function mediumText({ medium, mediumFrom }: Medium): string {
  return mediumFrom === 'image' ? medium.toUpperCase() : `${medium.toUpperCase()} by its size`;
}

/** What names the tokens of an image; undefined when it has no plan that can be read. */
async function planned({ path, source, volume, timing }: ImageRun): Promise<TracedImage | undefined> {
  try {
    return await tracedImage(path, source, volume, timing);
  } catch {
    // A foreign program, or a damaged plan that the program itself will refuse.
    return undefined;
  }
}

/** @throws {Error} unless the program has finished successfully. */
async function checkEnd(client: ConsoleClient, end: ConsoleRun['end'], symbols: SymbolTable): Promise<void> {
  const failure = await programFailure(client, end, symbols);
  if (failure !== undefined) throw new Error(failure);
  if (end.kind === 'exit' && end.code !== 0) throw new Error(`The program exited with code ${end.code}.`);
}
