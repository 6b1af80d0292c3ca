import { basename } from 'node:path';
import { FileSource } from '../../disc/node/fileSource';
import { mediumOf } from '../../disc/medium';
import { readVolume } from '../../disc/volume';
import { SymbolTable } from '../../ee/symbols';
import type { OpenPsntOptions } from '../../model/psnt/file';
import { startConsole } from '../../ps2/node/consoleThread';
import { cyclesPerSecond } from '../targets/consoleMachine';
import type { ConsoleRun } from '../targets/consoleRun';
import { programFailure } from '../targets/programFailure';
import { ProgramWatch } from '../watch/programWatch';
import { bootWatched, hasPlan, runWatched } from '../watch/watchedImage';
import { watchTrace, type WatchTrace } from '../watch/watchTrace';

/** Least time between two looks at a run, in milliseconds. */
const lookMs = 1000;

export interface WatchOptions extends Pick<OpenPsntOptions, 'order'> {
  readonly signal: AbortSignal;
  /** What the program writes, UTF-8. */
  readonly onText: (text: string) => void;
  /** About once a second while it runs: console time in seconds, and what its trace would be now. */
  readonly onLook: (seconds: number, trace: () => WatchTrace) => void;
}

/** A run that has ended, or was cancelled. */
export interface WatchedRun {
  readonly trace: WatchTrace;
  /** How it ended, as a sentence. */
  readonly sentence: string;
  /** The program failed. */
  readonly isFailure: boolean;
}

/**
 * Runs the program of a disc image on the built-in console and watches it from outside. Aborting ends the run, with
 * what was seen until then.
 * @param worker absolute path of the bundle of the console's worker
 * @throws Error when the image does not boot, or its program executes a plan.
 */
export async function watchImage(path: string, worker: string, options: WatchOptions): Promise<WatchedRun> {
  const { signal, onText, onLook } = options;
  const name = basename(path);
  const source = await FileSource.open(path);
  try {
    const volume = await readVolume(source);
    const image = { path, source, volume };
    if (hasPlan(image))
      throw new Error(
        `${name} has the program of PS2 ML, whose operations the debugger shows: debug the model that it was built from.`,
      );
    const watch = await ProgramWatch.of(source, volume, options);
    const { medium } = mediumOf(source, volume);
    const decoder = new TextDecoder();
    let [seconds, looked] = [0, Date.now()];
    const trace = (): WatchTrace => watchTrace(watch, name, medium);
    const client = startConsole(worker, ({ cycles, text, drive }) => {
      seconds = cycles / cyclesPerSecond;
      onText(decoder.decode(text, { stream: true }));
      watch.add(drive);
    });
    try {
      const { program, elf } = await bootWatched(client, image, { discType: medium }, watch);
      const run = await runWatched(client, image, watch, { signal, mostCycles: Infinity }, () => {
        if (Date.now() - looked >= lookMs) {
          looked = Date.now();
          onLook(seconds, trace);
        }
        return Promise.resolve(false);
      }).catch((error: unknown): ConsoleRun | undefined => {
        if (signal.aborted) return undefined;
        throw error;
      });
      const ran = `${seconds.toFixed(2)} s of console time`;
      if (run === undefined)
        return { trace: trace(), sentence: `${program} was ended after ${ran}.`, isFailure: false };
      const failure = await programFailure(client, run.end, new SymbolTable(elf?.symbols ?? []));
      const sentence = failure ?? `${program} ran for ${ran}.`;
      return { trace: trace(), sentence, isFailure: failure !== undefined };
    } finally {
      await client.close();
    }
  } finally {
    await source.close();
  }
}
