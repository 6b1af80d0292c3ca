import { reference } from '../../targets/reference';
import { Debuggee } from '../debuggee/debuggee';
import type { DebuggeeListener } from '../debuggee/debuggeeListener';
import { limits } from '../waits/limits';
import type { SessionHost } from '../session/sessionHost';
import type { LaunchArguments } from './launchArguments';
import { loadProgram, type LoadedProgram } from '../../project/program/load';
import { OtherModels } from '../../project/program/otherModels';
import type { Progress } from '../session/progress';
import { withLimit } from '../waits/wait';

/**
 * Loads the program of a launch configuration and makes its target ready, stopped before operation 0.
 * @throws Error with a sentence for the user. Everything is closed then.
 */
export async function launchDebuggee(
  launch: LaunchArguments,
  host: SessionHost,
  listener: DebuggeeListener,
  progress: Progress,
): Promise<Debuggee> {
  const createTarget = host.targets.get(launch.target);
  if (!createTarget) throw new Error(`Unknown target "${launch.target}".`);
  const loaded = await load(launch, host, progress);
  for (const warning of loaded.warnings) listener.log(`Warning: ${warning}`);
  let debuggee: Debuggee | undefined;
  try {
    progress.update('Starting the target');
    const createReference = launch.request === 'launch' ? host.targets.get(reference.id) : undefined;
    debuggee = new Debuggee(loaded, createTarget(loaded.program, launch), listener, {
      isDebugged: !launch.noDebug,
      stopsAtEnd: launch.stopAtEnd,
      ...(createReference && { createReference: () => createReference(loaded.program, launch) }),
    });
    await debuggee.launch(progress.signal, (message) => progress.update(message));
    return debuggee;
  } catch (error) {
    if (debuggee) await debuggee.dispose('not started');
    else await loaded.close();
    throw error;
  }
}

async function load(launch: LaunchArguments, host: SessionHost, progress: Progress): Promise<LoadedProgram> {
  const { signal } = progress;
  const loading = loadProgram(launch, host, (message) => progress.update(message), signal);
  try {
    const advice = 'check that its disk or network responds, and start again';
    const loaded = await withLimit(loading, limits.load, `Opening ${launch.program}`, advice, signal);
    return withOthers(loaded, new OtherModels(host, launch.program));
  } catch (error) {
    // A program that is loaded too late is closed.
    loading.then((loaded) => loaded.close()).catch(() => undefined);
    throw error;
  }
}

/** The models at hand are open no longer than the session's. */
function withOthers(loaded: LoadedProgram, otherModels: OtherModels): LoadedProgram {
  const close = async (): Promise<void> => {
    try {
      await otherModels.close();
    } finally {
      await loaded.close();
    }
  };
  return { ...loaded, program: { ...loaded.program, otherModels }, close };
}
