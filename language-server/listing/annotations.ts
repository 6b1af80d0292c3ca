import { InlayHintKind, type CodeLens, type InlayHint, type Range } from 'vscode-languageserver';
import { meanOf, type RunCosts } from './costs';
import type { ListingDocument } from './document';
import { address, formatMs, integer, shapeOf } from './factTable';
import { sumOf } from './hover';
import { rangeOf, type Word } from './lines';
import { operationsOf } from './navigation';
import type { ListedPlan } from './plans';

/**
 * Annotations of the text: how many rows a buffer has and what they are, and after an operation its time in the last
 * run.
 */
export function hintsOf(
  listing: ListingDocument,
  listed: ListedPlan | undefined,
  costs: RunCosts | undefined,
  range: Range,
): InlayHint[] {
  const lines = listing.lines.slice(range.start.line, range.end.line + 1);
  const measured = new Map(costs?.operations.map((cost) => [cost.id, cost]));
  return lines.flatMap((line) => {
    if (line.kind !== 'operation') return [];
    const text = listing.texts[line.line] ?? '';
    const operation = listed?.operation(line.id.text, text);
    const shapes = line.operands.flatMap((operand): InlayHint[] => {
      const buffer = operation && !operand.isMatrix ? listed?.buffer(operand.text) : undefined;
      if (buffer === undefined || operand.isImplied || buffer.rows < 2) return [];
      return [
        {
          position: { line: line.line, character: operand.shapeEnd },
          label: `×${integer(buffer.rows)}`,
          kind: InlayHintKind.Type,
          tooltip: `${shapeOf(buffer)}: one row per ${buffer.rowMeaning}, at ${address(buffer.start)}`,
        },
      ];
    });
    const mean = meanOf(measured.get(line.id.text));
    if (mean === undefined || costs === undefined) return shapes;
    const cost: InlayHint = {
      position: { line: line.line, character: text.length },
      label: formatMs(mean.ms),
      paddingLeft: true,
      tooltip: `Last run, ${costs.source}: of which disc ${formatMs(mean.discMs)}`,
    };
    return [...shapes, cost];
  });
}

/** Above the pass and each layer: its time in the last run. */
export function lensesOf(listing: ListingDocument, costs: RunCosts | undefined): CodeLens[] {
  if (costs === undefined) return [];
  const lens = (line: number, word: Word, ids: readonly string[]): CodeLens[] => {
    const sum = sumOf(costs, ids);
    if (sum === undefined) return [];
    const title = `${formatMs(sum.ms)} per pass, disc ${formatMs(sum.discMs)} (${costs.source})`;
    return [{ range: rangeOf(line, word), command: { title, command: '' } }];
  };
  return listing.lines.flatMap((line) => {
    if (line.kind === 'pass')
      return lens(
        line.line,
        line.id,
        listing.operations().map(({ id }) => id.text),
      );
    if (line.kind !== 'layer') return [];
    return lens(
      line.line,
      line.id,
      operationsOf(listing, line).map(({ id }) => id.text),
    );
  });
}
