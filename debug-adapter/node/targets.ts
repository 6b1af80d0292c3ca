import { join } from 'node:path';
import type { TargetFactory } from '../session/sessionHost';
import { pcsx2Targets } from '../pcsx2/node/target';
import { ps2linkTargets } from '../ps2link/node/target';
import { ConsoleTarget } from '../targets/console';
import { ReferenceTarget } from '../targets/reference';
import type { ConsoleFiles } from './consoleDiscs';
import { workerConsoles } from './consoleWorker';
import { workerEngines } from './engineWorker';

/** Absolute paths of what targets in Node are made of. */
export interface TargetFiles extends ConsoleFiles {
  /** Bundles of the workers. */
  readonly engineWorker: string;
  readonly consoleWorker: string;
}

/** What can execute a plan in Node, by the name in the launch configuration; the first is the default. */
export function nodeTargets(files: TargetFiles): ReadonlyMap<string, TargetFactory> {
  const startEngine = workerEngines(files.engineWorker);
  const startConsole = workerConsoles(files.consoleWorker, files);
  return new Map<string, TargetFactory>([
    ['console', (program) => new ConsoleTarget(program, startConsole)],
    ['reference', (program) => new ReferenceTarget(program, startEngine)],
    ['pcsx2', pcsx2Targets(files)],
    ['ps2link', ps2linkTargets(files)],
  ]);
}

/**
 * The files of targets as they are shipped.
 * @param dist absolute path of the folder of the bundles; the program lies beside it.
 */
export function shippedFiles(dist: string): TargetFiles {
  return {
    engineWorker: join(dist, 'engine-worker.js'),
    consoleWorker: join(dist, 'console-worker.js'),
    elf: join(dist, '..', 'runtime', 'prebuilt', 'ps2ml.elf'),
  };
}
