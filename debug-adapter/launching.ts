import { Debuggee, type DebuggeeListener } from './debuggee';
import type { SessionHost } from './host';
import type { LaunchArguments } from './launchArguments';
import { loadProgram } from './loading';
import type { Progress } from './progress';

/**
 * Loads the program of a launch configuration and makes its target ready: it then stands before operation 0.
 * @throws Error whose message is a sentence for the user; then nothing stays open.
 */
export async function launchDebuggee(
  launch: LaunchArguments,
  host: SessionHost,
  listener: DebuggeeListener,
  progress: Progress,
): Promise<Debuggee> {
  const createTarget = host.targets.get(launch.target);
  if (!createTarget) throw new Error(`There is no target "${launch.target}" here.`);
  const loaded = await loadProgram(launch, host, (message) => progress.update(message), progress.signal);
  let debuggee: Debuggee | undefined;
  try {
    progress.update('Starting the target');
    debuggee = new Debuggee(loaded, createTarget(loaded.program), listener);
    await debuggee.launch(progress.signal);
    return debuggee;
  } catch (error) {
    if (debuggee) await debuggee.dispose('not started');
    else await loaded.close();
    throw error;
  }
}
