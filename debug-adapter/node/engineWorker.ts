import type { ModelReference } from '../../model/engine/messages';
import { EngineClient } from '../../model/engine/node/engineClient';
import type { Program } from '../../project/program/program';
import type { EngineStarter } from '../targets/reference';

/**
 * Starts engines in worker threads.
 * @param workerFile absolute path of the bundle of the engine's worker.
 */
export function workerEngines(workerFile: string): EngineStarter {
  return async (program, settings, listener, signal) => {
    const { plan, arithmetic } = program;
    const model = await referenceTo(program);
    const client = new EngineClient(workerFile, listener);
    // Ends the worker even while it is loading, which then fails.
    const end = (): void => void client.dispose();
    signal.addEventListener('abort', end);
    try {
      signal.throwIfAborted();
      await client.load({ model, plan, settings, mode: arithmetic });
      return client;
    } catch (error) {
      await client.dispose();
      throw error;
    } finally {
      signal.removeEventListener('abort', end);
    }
  };
}

/** A worker opens a file itself. A model without a file is sent to it as a whole. */
async function referenceTo({ model, modelPath, order }: Program): Promise<ModelReference> {
  const reading = order === undefined ? {} : { order };
  if (modelPath !== undefined) return { path: modelPath, ...reading };
  return { bytes: await model.source.read(0, model.source.size), label: model.label, ...reading };
}
