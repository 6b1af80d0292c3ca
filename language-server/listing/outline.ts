import {
  FoldingRangeKind,
  SymbolKind,
  type DocumentSymbol,
  type FoldingRange,
  type SymbolInformation,
} from 'vscode-languageserver';
import type { ListingDocument } from './document';
import { rangeOf, type LayerLine, type Line, type OperationLine } from './lines';
import { operationsOf } from './navigation';

/** The pass with its layers and operations; operations are nested in layers, for breadcrumbs. */
export function symbolsOf(listing: ListingDocument): DocumentSymbol[] {
  const layers = listing.layers();
  const inLayer = new Set(layers.flatMap((layer) => operationsOf(listing, layer)));
  const whole = (line: Line, last = line.line): DocumentSymbol['range'] => ({
    start: { line: line.line, character: 0 },
    end: { line: last, character: listing.texts[last]?.length ?? 0 },
  });
  const operationSymbol = (line: OperationLine): DocumentSymbol => ({
    name: line.id.text,
    detail: detailOf(line),
    kind: SymbolKind.Function,
    range: whole(line),
    selectionRange: rangeOf(line.line, line.id),
  });
  const symbols = listing.lines.flatMap((line): DocumentSymbol[] => {
    if (line.kind === 'operation') return inLayer.has(line) ? [] : [operationSymbol(line)];
    if (line.kind !== 'layer') return [];
    return [
      {
        name: line.id.text,
        detail: line.unique ? `unique layer ${line.unique.text}` : '',
        kind: SymbolKind.Namespace,
        range: whole(line, listing.endOfLayer(line)),
        selectionRange: rangeOf(line.line, line.id),
        children: operationsOf(listing, line).map(operationSymbol),
      },
    ];
  });
  const pass = listing.lines.find((line) => line.kind === 'pass');
  if (pass === undefined) return symbols;
  const last = listing.lines.findLast(({ kind }) => kind !== 'blank')?.line ?? pass.line;
  const before = symbols.filter(({ range }) => range.start.line < pass.line);
  const inside = symbols.filter(({ range }) => range.start.line > pass.line);
  const range = whole(pass, last);
  const selectionRange = rangeOf(pass.line, pass.id);
  return [...before, { name: 'pass', kind: SymbolKind.Module, range, selectionRange, children: inside }];
}

/** `matmul q ← layers.00.attn.wq` */
function detailOf({ operation, operands }: OperationLine): string {
  const output = operands.find(({ role }) => role === 'output');
  const matrix = operands.find(({ role, isMatrix }) => role === 'input' && isMatrix);
  return [operation.text, output?.text, matrix && `← ${matrix.text}`].filter(Boolean).join(' ');
}

/** Layers and operations of a listing with the letters of `query` in order in their name. */
export function workspaceSymbolsOf(
  listing: ListingDocument,
  uri: string,
  query: string,
): SymbolInformation[] {
  const container = (line: Line): string | undefined =>
    listing.lines.findLast((other): other is LayerLine => other.kind === 'layer' && other.line < line.line)
      ?.id.text;
  return listing.lines.flatMap((line) => {
    if (line.kind !== 'operation' && line.kind !== 'layer') return [];
    if (!matchesInOrder(line.id.text, query)) return [];
    const isInLayer = line.kind === 'operation' && /^L\d+\./.test(line.id.text);
    const containerName = isInLayer ? container(line) : undefined;
    return [
      {
        name: line.id.text,
        kind: line.kind === 'layer' ? SymbolKind.Namespace : SymbolKind.Function,
        location: { uri, range: rangeOf(line.line, line.id) },
        ...(containerName !== undefined && { containerName }),
      },
    ];
  });
}

/** Whether `name` contains the letters of `query` in order, as in editors' own filters. */
export function matchesInOrder(name: string, query: string): boolean {
  let at = 0;
  const lower = name.toLowerCase();
  for (const letter of query.toLowerCase()) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Each layer from its header to its last operation, and the comment at the top. */
export function foldingOf(listing: ListingDocument): FoldingRange[] {
  const comments = listing.lines.findIndex(({ kind }) => kind !== 'comment');
  return [
    ...(comments > 1 ? [{ startLine: 0, endLine: comments - 1, kind: FoldingRangeKind.Comment }] : []),
    ...listing.layers().flatMap((layer) => {
      const endLine = listing.endOfLayer(layer);
      return endLine > layer.line ? [{ startLine: layer.line, endLine }] : [];
    }),
  ];
}
