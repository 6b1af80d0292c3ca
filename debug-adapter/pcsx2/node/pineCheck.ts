import { findPcsx2 } from './find';
import { measurePine } from './measurePine';
import { readPcsx2Settings } from './settingsFile';
import { defaultSlot } from '../../../ps2/pine/wire';
import { errorText } from '../../../common/errorText';
import { checkAgain, type DoctorCheck } from '../../../targets/doctorCheck';

/** Slower than this, a step is felt. */
const slowMs = 10;

/** The link to a PCSX2 that runs: round trip and throughput, measured. */
export const pineCheck = (path: string): DoctorCheck => ({
  id: 'pine',
  title: 'Link to PCSX2 (PINE)',
  async run(signal) {
    const slot = await slotOf(path);
    let measure: Awaited<ReturnType<typeof measurePine>>;
    try {
      measure = await measurePine(slot, signal);
    } catch (error) {
      signal.throwIfAborted();
      return {
        status: 'skipped',
        what: `Nobody answers at PINE slot ${slot}.`,
        why: 'That is as it should be while no PCSX2 runs; start a game in it to measure the link.',
        details: [errorText(error)],
        action: checkAgain,
      };
    }
    const { state, roundTripMs, bytesPerSecond, game } = measure;
    const speed =
      bytesPerSecond === undefined ? '' : `, reads ${(bytesPerSecond / 2 ** 20).toFixed(1)} MiB/s`;
    const plays =
      game === undefined
        ? 'No game runs, so the throughput was not measured.'
        : `It runs ${game.id} (${game.title}).`;
    return {
      status: roundTripMs > slowMs ? 'warning' : 'ok',
      what: `PCSX2 answers at slot ${slot} in ${roundTripMs.toFixed(3)} ms${speed}.`,
      why:
        roundTripMs > slowMs
          ? `Every step takes several round trips, so more than ${slowMs} ms each is felt.`
          : 'A step takes several round trips, so this is fast enough not to be felt.',
      details: [`It is ${state}.`, plays],
      action: checkAgain,
    };
  },
});

async function slotOf(path: string): Promise<number> {
  const { installation } = await findPcsx2({ setting: path });
  const file = installation && (await readPcsx2Settings(installation).catch(() => undefined));
  return file?.settings.pineSlot ?? defaultSlot;
}
