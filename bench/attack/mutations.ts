import { randomOfCase } from '../../test/support/mutation';
import { readers, isSentence } from './readers';

/** What a case did that it must not do. */
export interface Fault {
  readonly reader: string;
  readonly index: number;
  readonly what: string;
}

/** A case may take so long; more is a fault. */
export const mostMs = 3000;
/** Memory that the process may hold beyond what it held at the start. */
const mostBytes = 768 << 20;

/**
 * Reads damaged files, one after the other; each case is the same whenever it runs.
 * @param tell is called before each case, so that whoever watches knows which one does not end.
 */
export async function mutate(
  { name, first, count, seed }: MutationRequest,
  tell: (index: number) => void,
): Promise<Fault[]> {
  const reader = (await readers()).find((candidate) => candidate.name === name);
  if (reader === undefined) throw new Error(`There is no reader "${name}".`);
  Error.stackTraceLimit = 0;
  const before = process.memoryUsage.rss();
  const faults: Fault[] = [];
  for (let index = first; index < first + count; index++) {
    tell(index);
    const next = randomOfCase(seed, index);
    const bytes = reader.damage(next);
    const start = performance.now();
    try {
      await reader.read(bytes, next);
    } catch (error) {
      if (!isSentence(error)) faults.push({ reader: name, index, what: String(error).slice(0, 300) });
    }
    const ms = performance.now() - start;
    if (ms > mostMs) faults.push({ reader: name, index, what: `takes ${Math.round(ms)} ms` });
    const grown = process.memoryUsage.rss() - before;
    if (grown > mostBytes) {
      faults.push({ reader: name, index, what: `the process holds ${grown >> 20} MiB more` });
      break;
    }
  }
  return faults;
}

export interface MutationRequest {
  readonly name: string;
  readonly first: number;
  readonly count: number;
  readonly seed: number;
}
