import { flowOf } from '../../ee/reference/flow';
import type { AssemblyDocument } from './document';
import type { Finding } from './findings';
import type { Instruction } from './instruction';
import { branchKind, type Item } from './items';
import { blocksOf, schedule } from './schedule';

/** One line of a micro program: the instructions that start in one cycle. */
interface Pair {
  readonly upper?: Item;
  readonly lower?: Item;
}

/** Mistakes in micro programs across lines: a missing end, and results read too early. */
export function microFindings(document: AssemblyDocument, items: readonly Item[]): Finding[] {
  if (document.dialect !== 'vsm') return [];
  const pairs = pairsOf(items);
  return [...endFindings(pairs), ...blocksOf(items).flatMap(dividerFindings)];
}

function pairsOf(items: readonly Item[]): Pair[] {
  const pairs: { upper?: Item; lower?: Item }[] = [];
  for (const item of items) {
    if (item.statement.slot !== 'lower' || item.barrier) pairs.push({ upper: item });
    else {
      const last = pairs.at(-1);
      if (last !== undefined && last.lower === undefined && last.upper?.line === item.line) last.lower = item;
      else pairs.push({ lower: item });
    }
  }
  return pairs;
}

const ends = ({ upper, lower }: Pair): boolean =>
  [upper, lower].some((item) => item?.statement.flags?.text.toUpperCase().includes('E') === true);
const branches = ({ lower }: Pair): boolean =>
  lower?.instruction !== undefined && branchKind(lower.instruction) !== undefined;

/** The pair with the E bit is followed by one more pair. */
function endFindings(pairs: readonly Pair[]): Finding[] {
  return pairs.flatMap((pair, index): Finding[] => {
    if (!ends(pair)) return [];
    const next = pairs[index + 1];
    const flags = [pair.upper, pair.lower].find((item) => item?.statement.flags !== undefined);
    const span = flags?.statement.flags;
    if (flags === undefined || span === undefined) return [];
    const place = { code: 'end-bit', line: flags.line, start: span.start, end: span.end } as const;
    if (next === undefined || next.upper?.barrier === true)
      return [
        {
          ...place,
          severity: 'error',
          message: 'The pair after the E bit is executed too, but is missing. Add NOP NOP.',
        },
      ];
    if (branches(pair) || branches(next))
      return [
        {
          ...place,
          severity: 'error',
          message: 'A branch with the E bit or in the pair after it is undefined.',
        },
      ];
    return [];
  });
}

/**
 * Reading Q before the divider's result is ready gives the previous result. Programs that overlap the iterations of a
 * loop do so on purpose, so this is a hint. Stalls count: with them, fewer lines can be enough.
 */
function dividerFindings(block: readonly Item[]): Finding[] {
  const found: Finding[] = [];
  let ready = 0;
  let from = '';
  const { starts } = schedule(block, 'vsm');
  // Both columns of a line read Q as it was before the line.
  for (const { item, cycle } of starts) {
    const { row } = item.instruction?.mnemonic ?? {};
    if (row === undefined) continue;
    if (cycle < ready && readsQ(row)) {
      const { name, start, end } = item.statement;
      const early = ready - cycle;
      found.push({
        code: 'divider',
        severity: 'hint',
        line: item.line,
        start: name?.start ?? start,
        end: name?.end ?? end,
        message: `Q is read ${early} cycle${early === 1 ? '' : 's'} before the result of ${from} is ready, so it has the previous value. Use WAITQ.`,
      });
    }
    if (row.pipe === 'FDIV' && row.latency !== undefined) {
      ready = cycle + row.latency;
      from = row.mnemonic.toUpperCase();
    }
  }
  return found;
}

function readsQ(row: Instruction['mnemonic']['row']): boolean {
  const uses = flowOf(row).operands;
  return row.operands.some((operand, index) => operand === 'Q' && uses[index] === 'read');
}
