import { pineDial } from '../../node/pineSocket';
import { PineClient } from '../../pine/client';
import { pinePlaces } from '../../pine/places';
import { measureLink, type PineMeasure } from '../measure';

/**
 * Connects to PCSX2 at a PINE slot, measures the connection and closes it, so that a debug session can use the slot.
 * @param signal ends it early with its reason.
 * @throws PineError when PCSX2 does not answer.
 */
export async function measurePine(slot: number, signal?: AbortSignal): Promise<PineMeasure> {
  const client = new PineClient(pineDial(pinePlaces(process.platform, process.env, slot)));
  const end = (): void => client.close();
  signal?.addEventListener('abort', end);
  try {
    signal?.throwIfAborted();
    return await measureLink(client, () => performance.now());
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
    client.close();
  }
}
