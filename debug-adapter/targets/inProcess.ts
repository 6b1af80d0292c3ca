import { EngineRunner } from '../../model/engine/runner';
import type { EngineStarter } from './reference';

/** An engine in the thread of the session, in slices, for hosts without workers. */
export const startInProcess: EngineStarter = async (
  { model, plan, arithmetic },
  settings,
  listener,
  signal,
) => {
  const runner = new EngineRunner({ model, plan, settings, mode: arithmetic }, listener);
  await runner.start();
  if (signal.aborted) await runner.dispose();
  signal.throwIfAborted();
  return runner;
};
