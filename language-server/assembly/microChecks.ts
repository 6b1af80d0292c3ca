import { flowOf } from '../../ee/reference/flow';
import type { AssemblyDocument } from './document';
import type { Finding } from './findings';
import { branchKind, type Item } from './items';

/** One line of a micro program: what starts in one cycle. */
interface Pair {
  readonly upper?: Item;
  readonly lower?: Item;
}

/** Mistakes in micro programs that show between lines: the end of a program, and results read too early. */
export function microFindings(document: AssemblyDocument, items: readonly Item[]): Finding[] {
  if (document.dialect !== 'vsm') return [];
  const pairs = pairsOf(items);
  return [...endFindings(pairs), ...dividerFindings(pairs)];
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
          message: 'The pair after the one with the E bit is still executed, and there is none: add NOP NOP.',
        },
      ];
    if (branches(pair) || branches(next))
      return [
        {
          ...place,
          severity: 'error',
          message: 'A branch with the E bit or in the pair after it is not defined.',
        },
      ];
    return [];
  });
}

/** Who reads Q before the divider's result is there gets the result before that. */
function dividerFindings(pairs: readonly Pair[]): Finding[] {
  const found: Finding[] = [];
  let ready = 0;
  let from = '';
  pairs.forEach((pair, cycle) => {
    const { upper, lower } = pair;
    // A label may be reached from elsewhere: how old Q is there is not known.
    if ([upper, lower].some((item) => item !== undefined && (item.labels.length > 0 || item.barrier)))
      ready = 0;
    const started = lower?.instruction?.mnemonic.row.mnemonic ?? '';
    if (started === 'waitq') ready = 0;
    if (upper?.instruction !== undefined && cycle < ready && readsQ(upper)) {
      const { name, start, end } = upper.statement;
      found.push({
        code: 'divider',
        severity: 'information',
        line: upper.line,
        start: name?.start ?? start,
        end: name?.end ?? end,
        message: `Q is read ${ready - cycle} cycle${ready - cycle === 1 ? '' : 's'} before the result of ${from} is there and gives the one before; WAITQ waits for it.`,
      });
    }
    const divider = lower?.instruction?.mnemonic.row;
    if (divider?.pipe === 'FDIV' && divider.latency !== undefined) {
      ready = cycle + divider.latency;
      from = started.toUpperCase();
    }
    if (lower?.instruction !== undefined && branchKind(lower.instruction) !== undefined) ready = 0;
  });
  return found;
}

function readsQ({ instruction }: Item): boolean {
  if (instruction === undefined) return false;
  const { row } = instruction.mnemonic;
  const uses = flowOf(row).operands;
  return row.operands.some((operand, index) => operand === 'Q' && uses[index] === 'read');
}
