import type { AssemblyDocument } from './document';
import type { Finding } from './findings';
import { branchKind, type Item } from './items';

/** The erratum affects loops of up to this many instructions, including the delay slot. */
const LONGEST = 6;

/**
 * The short-loop erratum of the R5900: a loop of at most six instructions whose only branch is the conditional one at
 * its end, with anything but a nop in the delay slot, may end after one or two iterations (GNU binutils). The
 * assembler inserts the nop itself except under `.set noreorder`.
 */
export function shortLoopFindings(document: AssemblyDocument, items: readonly Item[]): Finding[] {
  if (document.dialect !== 'r5900') return [];
  return items.flatMap((item, index): Finding[] => {
    if (item.reorder || item.instruction === undefined || branchKind(item.instruction) !== 'conditional')
      return [];
    const slot = items[index + 1];
    if (slot?.instruction === undefined || slot.statement.name?.text.toLowerCase() === 'nop') return [];
    const target = item.statement.operands.at(-1)?.text ?? '';
    const length = loopLength(items, index, target);
    if (length === undefined || length > LONGEST) return [];
    const name = item.statement.name;
    const missing = LONGEST + 1 - length;
    const indent = /^[ \t]*/.exec(document.lines[item.line]?.text ?? '')?.[0] ?? '\t';
    const alone = item.statement.labels.length === 0 && document.lines[item.line]?.statements.length === 1;
    return [
      {
        code: 'short-loop',
        severity: 'warning',
        line: item.line,
        start: name?.start ?? 0,
        end: name?.end ?? 0,
        message: `A loop of ${length} instructions with ${slot.statement.name?.text ?? 'an instruction'} in the delay slot of its branch may end too early on the R5900 (short-loop erratum). Put nop in the delay slot, or make the loop longer than ${LONGEST} instructions.`,
        ...(alone && {
          fix: {
            title: `Insert ${missing} nop${missing > 1 ? 's' : ''} before the branch to make the loop ${LONGEST + 1} instructions long`,
            text: `${indent}nop\n`.repeat(missing),
            span: { start: 0, end: 0 },
          },
        }),
      },
    ];
  });
}

/** Instructions from a label to the delay slot of the branch at `index`; undefined if it is not such a loop. */
function loopLength(items: readonly Item[], index: number, target: string): number | undefined {
  const local = /^(\d+)b$/.exec(target)?.[1] ?? target;
  let length = 2;
  for (let at = index; at >= 0 && length <= LONGEST; at--) {
    const item = items[at];
    if (item === undefined || item.barrier) return undefined;
    if (at < index) {
      if (item.instruction && branchKind(item.instruction) !== undefined) return undefined;
      // A pseudo instruction may expand to several; it counts as longer only if it certainly does.
      length++;
    }
    if (item.labels.some(({ text }) => text === local)) return length;
  }
  return undefined;
}
