import type { TargetFactory } from '../host';
import { ReferenceTarget } from '../targets/reference';
import { workerEngines } from './engineWorker';

/**
 * What can execute a plan in Node, by the name in the launch configuration; the first is the default.
 * @param engineWorker absolute path of the bundle of the engine's worker.
 */
export function nodeTargets(engineWorker: string): ReadonlyMap<string, TargetFactory> {
  const startEngine = workerEngines(engineWorker);
  return new Map<string, TargetFactory>([
    ['reference', (program) => new ReferenceTarget(program, startEngine)],
  ]);
}
