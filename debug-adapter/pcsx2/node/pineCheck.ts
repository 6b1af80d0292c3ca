import { findPcsx2 } from './find';
import { measurePine } from './measurePine';
import { readPcsx2Settings } from './settingsFile';
import { defaultSlot } from '../../../ps2/pine/wire';
import { errorText } from '../../../common/errorText';
import { checkAgain, type DoctorCheck } from '../../../targets/doctorCheck';

/** Steps are noticeably slow above this. */
const slowMs = 10;

/** Measures the round trip and throughput of the connection to a running PCSX2. */
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
        what: `Nothing answers at PINE slot ${slot}.`,
        why: 'This is normal while PCSX2 is not running. Start a game in PCSX2 to measure the connection.',
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
          ? `Every step takes several round trips, so more than ${slowMs} ms each makes steps noticeably slow.`
          : 'A step takes several round trips, and this is fast enough.',
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
