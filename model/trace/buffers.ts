import { reportedBytes, type Plan, type Range } from '../plan/plan';
import type { SessionBuffer } from './session';

/** The contents of a plan's regions: buffers, resident tensors by part, and the files loaded before a run. */
export function sessionBuffersOf(
  plan: Pick<Plan, 'buffers' | 'matrices' | 'described' | FileRange>,
): SessionBuffer[] {
  const buffers = plan.buffers.map(({ name, kind, start, end, rows, cols }) => ({
    name,
    kind,
    start,
    end,
    rows,
    cols,
  }));
  const tensors = plan.matrices.flatMap(({ name, cols, parts, partAddresses }) =>
    partAddresses.flatMap((start, index): SessionBuffer[] => {
      const part = parts[index];
      if (part === undefined) return [];
      const rowEnd = part.rowStart + part.rows;
      const label = parts.length === 1 ? name : `${name}[${part.rowStart}…${rowEnd - 1}]`;
      return [{ name: label, kind: 'weights', start, end: start + part.bytes, rows: part.rows, cols }];
    }),
  );
  const { planAddress, run, tokens } = plan;
  return [
    ...fileBuffer('PLAN.BIN', { start: planAddress, end: run.start }),
    ...fileBuffer('RUN.BIN', run),
    ...fileBuffer('TOKENS.BIN', tokens),
    ...buffers,
    ...reportedBuffers(plan),
    ...tensors,
  ].sort((a, b) => a.start - b.start);
}

/** Those of a program that describes itself. */
function reportedBuffers({ described }: Pick<Plan, 'described'>): SessionBuffer[] {
  return (described?.buffers ?? []).flatMap(({ name, address, type, rows, cols, fault }) =>
    fault === undefined
      ? [
          {
            name,
            kind: 'activation' as const,
            start: address,
            end: address + rows * cols * reportedBytes[type],
            rows,
            cols,
          },
        ]
      : [],
  );
}

type FileRange = 'planAddress' | 'run' | 'tokens';

/** Empty for a file without space. */
function fileBuffer(name: string, { start, end }: Range): SessionBuffer[] {
  return end > start ? [{ name, kind: 'file', start, end }] : [];
}
