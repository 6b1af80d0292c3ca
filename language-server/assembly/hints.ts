import { InlayHintKind, type InlayHint } from 'vscode-languageserver';
import type { AssemblyDocument } from './document';
import { itemsOf, type Item } from './items';
import { registerText } from './registerUse';
import { blocksOf, schedule, type Block, type Start } from './schedule';

/** Lines to show hints for, counted from 0, including the last one. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

const BEST = 'Best case from the manuals, with everything in the caches. Not measured.';

/** Cycles, pairs and stalls of the blocks that begin or end in a range. */
export function hintsIn(document: AssemblyDocument, { first, last }: LineRange): InlayHint[] {
  // VCL arranges the instructions itself.
  if (document.dialect === 'vcl') return [];
  return blocksOf(around(itemsOf(document), first, last))
    .flatMap((items) => hintsOf(schedule(items, document.dialect), document))
    .filter(({ position: { line } }) => line >= first && line <= last);
}

/** The items of a range of lines, and those before and after them that may be in a block with them. */
function around(items: readonly Item[], first: number, last: number): readonly Item[] {
  const begins = (index: number): boolean => {
    const item = items[index];
    return item === undefined || item.barrier || item.labels.length > 0;
  };
  let from = items.findIndex(({ line }) => line >= first);
  if (from < 0) return [];
  let to = items.findLastIndex(({ line }) => line <= last) + 1;
  while (from > 0 && !begins(from)) from--;
  while (to < items.length && !begins(to)) to++;
  return items.slice(from, to);
}

function hintsOf(block: Block, document: AssemblyDocument): InlayHint[] {
  const core = document.dialect === 'r5900';
  const [head] = block.starts;
  if (head === undefined || block.starts.length < 2) return [];
  const total: InlayHint = {
    ...place(head, document),
    label: summaryOf(block, core),
    tooltip: { kind: 'markdown', value: BEST },
  };
  return [total, ...block.starts.flatMap((start) => hintOf(start, core, document))];
}

function summaryOf({ starts, cycles, pairs, stalls, atLeast }: Block, core: boolean): string {
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  const parts = [
    ...(core ? [count(starts.length, 'instruction')] : []),
    `${atLeast ? 'at least ' : ''}${count(cycles, 'cycle')}`,
    ...(pairs > 0 ? [count(pairs, core ? 'pair' : 'full pair')] : []),
    ...(stalls > 0 ? [`${stalls} stalled`] : []),
  ];
  return parts.join(', ');
}

function hintOf(start: Start, core: boolean, document: AssemblyDocument): InlayHint[] {
  const { stall, waitsFor, paired } = start;
  if (stall > 0 && waitsFor !== undefined)
    return [
      {
        ...place(start, document),
        label: `waits ${stall}: ${registerText(waitsFor.key, core)}`,
        tooltip: {
          kind: 'markdown',
          value: `Stalls ${stall} cycle${stall === 1 ? '' : 's'} until ${waitsFor.maker} has written ${registerText(waitsFor.key, core)}. ${BEST}`,
        },
      },
    ];
  if (!paired || !core) return [];
  return [
    {
      ...place(start, document),
      label: '∥',
      tooltip: { kind: 'markdown', value: `Starts in the same cycle as the instruction before it. ${BEST}` },
    },
  ];
}

/** After the code of the line, before a comment. */
function place(
  { item }: Start,
  document: AssemblyDocument,
): Pick<InlayHint, 'position' | 'paddingLeft' | 'kind'> {
  const end = document.lines[item.line]?.statements.at(-1)?.end ?? item.statement.end;
  return { position: { line: item.line, character: end }, paddingLeft: true, kind: InlayHintKind.Type };
}
