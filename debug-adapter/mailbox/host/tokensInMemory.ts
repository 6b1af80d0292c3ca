import type { Plan } from '../../../model/plan/plan';
import type { MemoryPort } from '../memoryPort';
import { Words } from '../words';

/** The ids of a text in RAM. @param known number of positions with a known token, model registers included. */
export async function tokensInMemory(
  plan: Plan,
  port: Pick<MemoryPort, 'read'>,
  known: number,
): Promise<number[]> {
  const history = plan.buffers.find(({ kind }) => kind === 'tokens');
  const count = Math.max(0, known - plan.config.registers);
  if (!history || count === 0 || count > history.cols * history.rows) return [];
  const words = new Words(await port.read(history.start, count * 4));
  return Array.from({ length: count }, (_, index) => words.at(index * 4));
}
