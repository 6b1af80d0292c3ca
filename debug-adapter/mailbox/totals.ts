import type { ReadCounter } from '../../model/trace/events';
import type { Identity } from './identity';
import { totalBytes } from './layout';
import type { MemoryPort } from './memoryPort';
import { Words } from './words';

/**
 * The reads that the program has counted since its start, by matrix; the last entry counts reads of no matrix. Call it
 * only while the program is stopped, because 64-bit words may be inconsistent otherwise.
 */
export async function readTotals(
  port: MemoryPort,
  { totals, ticksPerSecond }: Pick<Identity, 'totals' | 'ticksPerSecond'>,
): Promise<ReadCounter[]> {
  const words = new Words(await port.read(totals.address, totals.capacity * totalBytes));
  return Array.from({ length: totals.capacity }, (_, index) => {
    const at = index * totalBytes;
    return {
      ...(index < totals.capacity - 1 && { matrix: index }),
      reads: words.at(at),
      sectors: words.at(at + 4),
      retries: words.at(at + 8),
      bytes: words.longAt(at + 16),
      ms: (words.longAt(at + 24) * 1000) / ticksPerSecond,
    };
  });
}
