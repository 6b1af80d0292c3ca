import { startConsole } from '../../ps2/node/consoleThread';
import { startConsoleHere } from '../../ps2/node/consoleHere';
import type { ConsoleClient } from '../../ps2/worker/consoleClient';
import type { Report } from '../../ps2/worker/messages';
import type { ConsoleStarter } from '../targets/consoleMachine';
import { makeDisc, type ConsoleFiles } from './consoleDiscs';

/**
 * Starts consoles in worker threads, from discs that are built for them.
 * @param worker absolute path of the bundle of the console's worker.
 */
export function workerConsoles(worker: string, files: ConsoleFiles): ConsoleStarter {
  return starter(files, (onReport) => startConsole(worker, onReport));
}

/** The same in the thread of the session, for processes that have nothing else to do. */
export function inProcessConsoles(files: ConsoleFiles): ConsoleStarter {
  return starter(files, startConsoleHere);
}

function starter(
  files: ConsoleFiles,
  switchOn: (onReport: (report: Report) => void) => ConsoleClient,
): ConsoleStarter {
  let starts = 0;
  return async (program, run, { onReport, progress, signal, timing = 'instructions' }) => {
    const disc = await makeDisc(files, program, run, progress, signal);
    const client = switchOn(onReport);
    try {
      // The program tells its starts apart by COUNT, and the same start of each session is the same.
      const startCount = 2 * starts++;
      await client.ask('boot', {
        image: disc.path,
        options: { discType: disc.discType, startCount, timing },
      });
      // A program that waits for its user is as fast as on a console.
      await client.ask('pace', { realTime: true });
      signal.throwIfAborted();
      const { elf, news } = disc;
      return { client, elf, ...(news !== undefined && { news }), discard: () => disc.discard() };
    } catch (error) {
      await client.close();
      // A disc that does not boot must not be used again.
      if (!signal.aborted) await disc.discard();
      throw error;
    }
  };
}
