import type { Operand } from '../../model/plan/plan';
import { explains, inputRows, isSame, valueInputs, type Culprit, type Verdict } from './culprit';

/** Whether an input was changed after the operation that wrote it: then the operation may be right, and its input is not. */
export async function inputVerdict(culprit: Culprit): Promise<Verdict | undefined> {
  const { judge, memory, plan, operation } = culprit;
  judge.rewind();
  const changes: { readonly address: number; readonly bytes: Uint8Array; readonly words: Verdict }[] = [];
  for (const input of valueInputs(culprit)) {
    // What the operation overwrites was read before it.
    if (isOverwritten(culprit, input)) continue;
    const rows = inputRows(culprit, input);
    const found = await memory.rows(rows);
    for (const [index, row] of rows.entries()) {
      const bytes = found[index] ?? new Uint8Array();
      if (isSame(bytes, judge.read(row.address, row.bytes))) continue;
      changes.push({ address: row.address, bytes, words: wordsOf(culprit, input, row.position) });
    }
  }
  const tables = operation.kind === 'rope' ? await ropeTables(culprit) : [];
  const all = [...changes, ...tables];
  const [first] = all;
  if (!first) return undefined;
  const isExplained = await explains(culprit, {
    prepare: () => {
      for (const { address, bytes } of all) judge.write(address, bytes);
    },
  });
  if (!isExplained) return undefined;
  const { words } = first;
  if (words.kind !== 'rope') return words;
  const { headDim } = plan.config;
  const rowBytes = (headDim / 2) * 4;
  judge.rewind();
  const isShifted = [-rowBytes, rowBytes].some((shift) =>
    isSame(first.bytes, judge.read(first.address + shift, first.bytes.length)),
  );
  return isShifted ? { ...words, kind: 'position' } : words;
}

function isOverwritten({ rows }: Culprit, input: Operand): boolean {
  const [first, last] = [rows[0], rows.at(-1)];
  return (
    first !== undefined &&
    last !== undefined &&
    first.address <= input.address &&
    input.address < last.address + last.bytes
  );
}

function wordsOf({ plan, operation }: Culprit, input: Operand, position: number): Verdict {
  const buffer = input.buffer === undefined ? undefined : plan.buffers[input.buffer];
  if (buffer?.kind === 'kv')
    return {
      kind: 'kv',
      words: `${operation.id} computed right with what it has, but position ${position} of ${buffer.name} changed after it was written.`,
    };
  const matrix = input.matrix === undefined ? undefined : plan.matrices[input.matrix];
  if (matrix)
    return {
      kind: 'bit',
      matrix: matrix.name,
      words: `${operation.id} computed right with what it has, but ${matrix.name} in RAM has other values than the model file.`,
    };
  return {
    kind: 'unknown',
    words: `${operation.id} computed right with what it has, but its input ${buffer?.name ?? ''} changed after it was written.`,
  };
}

/** The rows of the cos and sin tables that the target has and the plan has not. */
async function ropeTables({
  plan,
  judge,
  memory,
  pass,
}: Culprit): Promise<{ readonly address: number; readonly bytes: Uint8Array; readonly words: Verdict }[]> {
  const rowBytes = (plan.config.headDim / 2) * 4;
  const bytes = rowBytes * pass.count;
  const changes = [];
  for (const [name, table] of [
    ['cos', plan.rope.cosAddress],
    ['sin', plan.rope.sinAddress],
  ] as const) {
    const address = table + pass.first * rowBytes;
    const found = await memory.read(address, bytes);
    if (isSame(found, judge.read(address, bytes))) continue;
    const words = `The ${name} table of RoPE in RAM has other values than the plan for positions ${pass.first} to ${pass.first + pass.count - 1}.`;
    changes.push({ address, bytes: found, words: { kind: 'rope', words } as const });
  }
  return changes;
}
