import { parentPort, workerData } from 'node:worker_threads';
import { mutate, type MutationRequest } from './mutations';

const { request, progress } = workerData as { request: MutationRequest; progress: Int32Array };

mutate(request, (index) => Atomics.store(progress, 0, index)).then(
  (faults) => parentPort?.postMessage(faults),
  (error: unknown) => {
    throw error;
  },
);
