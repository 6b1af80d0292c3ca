import { pineDial } from '../../node/pineSocket';
import { PineClient } from '../../pine/client';
import { pinePlaces } from '../../pine/places';
import { measureLink, type PineMeasure } from '../measure';

/**
 * Connects to the PCSX2 that listens at a slot, measures the link, and hangs up: a debug session may come next.
 * @param signal ends it early with its reason.
 * @throws PineError in words when nobody answers.
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
