import path from 'node:path';
import { buildSync } from 'esbuild';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../test/support/project';
import type { Fault, MutationRequest } from './mutations';

/** A case that takes longer than this does not end; the first one comes after the start of the thread. */
const endlessMs = 60_000;
const started = path.join(projectRoot, 'out', 'attack', 'mutationWorker.js');

/** Bundles the thread, so that it starts at once. */
export function prepareMutations(): void {
  buildSync({
    entryPoints: [path.join(__dirname, 'mutationWorker.ts')],
    outfile: started,
    bundle: true,
    platform: 'node',
    alias: { 'jsonc-parser': path.join(projectRoot, 'node_modules/jsonc-parser/lib/esm/main.js') },
    logLevel: 'error',
  });
}

/** Reads damaged files in a thread. One that does not end, or takes the memory, is a fault, and the rest goes on. */
export async function watchedMutations(request: MutationRequest): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (let first = request.first; first < request.first + request.count;) {
    const progress = new Int32Array(new SharedArrayBuffer(4));
    const part = { ...request, first, count: request.first + request.count - first };
    const ended = await run(part, progress);
    if (typeof ended !== 'string') return [...faults, ...ended];
    const index = Atomics.load(progress, 0);
    faults.push({ reader: request.name, index, what: ended });
    first = index + 1;
  }
  return faults;
}

/** @returns the faults, or why the thread ended before its last case. */
function run(request: MutationRequest, progress: Int32Array): Promise<Fault[] | string> {
  const worker = new Worker(started, {
    workerData: { request, progress },
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  return new Promise((resolve) => {
    let [at, since] = [-1, performance.now()];
    const timer = setInterval(() => {
      const now = Atomics.load(progress, 0);
      if (now !== at) [at, since] = [now, performance.now()];
      if (performance.now() - since > endlessMs) done(`has not ended after ${endlessMs / 1000} s`);
    }, 500);
    const done = (result: Fault[] | string): void => {
      clearInterval(timer);
      void worker.terminate().then(() => resolve(result));
    };
    worker.once('message', done);
    worker.once('error', (error) => done(`ends the thread: ${error.message}`));
  });
}
