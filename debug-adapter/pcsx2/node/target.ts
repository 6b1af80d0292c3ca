import type { TargetFactory } from '../../session/sessionHost';
import type { ConsoleFiles } from '../../node/consoleDiscs';
import { LinkTarget } from '../../targets/linkTarget';
import { pcsx2Capabilities } from '../capabilities';
import { attachPcsx2, launchPcsx2 } from './starters';

/** PCSX2 as a target: started with the session's disc, or found running. */
export function pcsx2Targets(files: ConsoleFiles): TargetFactory {
  return (program, { request, hasPrompt, pcsx2 }) => {
    const isLaunch = request === 'launch';
    const start = isLaunch ? launchPcsx2(pcsx2, files) : attachPcsx2(pcsx2);
    const { stageMs, stays, checkpointSlot } = pcsx2;
    // A disc that was built for the session has its prompt already.
    const isNewRun = !isLaunch && hasPrompt;
    const checkpoints = checkpointSlot === undefined ? 'no' : pcsx2Capabilities.checkpoints;
    const capabilities = { ...pcsx2Capabilities, checkpoints } as const;
    return new LinkTarget(capabilities, program, start, { request, isNewRun, stageMs, stays });
  };
}
