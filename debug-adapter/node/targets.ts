import { join } from 'node:path';
import type { TargetFactory } from '../session/sessionHost';
import type { ConsoleFiles } from './consoleDiscs';
import { nodeImplementations } from './implementations';

/** Absolute paths of the files that targets in Node need. */
export interface TargetFiles extends ConsoleFiles {
  /** Bundles of the workers. */
  readonly engineWorker: string;
  readonly consoleWorker: string;
}

/** The targets available in Node, by id; the first is the default. */
export function nodeTargets(files: TargetFiles): ReadonlyMap<string, TargetFactory> {
  return new Map(nodeImplementations.map(({ descriptor, factory }) => [descriptor.id, factory(files)]));
}

/**
 * The files of targets in the installed package.
 * @param dist absolute path of the folder of the bundles; the EE program is next to it.
 */
export function shippedFiles(dist: string): TargetFiles {
  return {
    engineWorker: join(dist, 'engine-worker.js'),
    consoleWorker: join(dist, 'console-worker.js'),
    elf: join(dist, '..', 'runtime', 'prebuilt', 'ps2ml.elf'),
  };
}
