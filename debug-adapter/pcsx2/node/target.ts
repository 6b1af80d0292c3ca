import { pcsx2 } from '../../../targets/pcsx2';
import type { ConsoleFiles } from '../../node/consoleDiscs';
import type { OwnTargetFactory } from '../../node/implementation';
import { LinkTarget, SavingLinkTarget } from '../../targets/linkTarget';
import { pcsx2OptionsOf } from '../launchOptions';
import { attachPcsx2, launchPcsx2 } from './starters';

/** PCSX2 as a target: started with the session's disc image, or already running. */
export function pcsx2Targets(files: ConsoleFiles): OwnTargetFactory<typeof pcsx2> {
  return (program, { request, hasPrompt, onDisconnect, own }) => {
    const options = pcsx2OptionsOf(own);
    const { stageMs } = options;
    const isLaunch = request === 'launch';
    const start = isLaunch ? launchPcsx2(options, files) : attachPcsx2(options);
    // A disc image that was built for the session contains its prompt.
    const isNewRun = !isLaunch && hasPrompt;
    const link = { request, isNewRun, stageMs, stays: onDisconnect === 'keepRunning' };
    return options.checkpointSlot === undefined
      ? new LinkTarget(pcsx2, program, start, link)
      : new SavingLinkTarget(pcsx2, program, start, link);
  };
}
