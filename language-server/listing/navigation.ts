import { DocumentHighlightKind, type DocumentHighlight, type Location } from 'vscode-languageserver';
import type { ListingDocument, NameReference, Place } from './document';
import { rangeOf, type LayerLine, type OperationLine } from './lines';

/**
 * The origin of the element at a place: of a buffer the operation that wrote it last, of a matrix the first operation
 * that uses it, of a unique layer the first layer that uses it, of an operation its line.
 */
export function definitionOf(listing: ListingDocument, uri: string, place: Place): Location[] {
  if (place.kind !== 'operand') {
    const line = place.kind === 'unique' ? layersOf(listing, place.word.text)[0] : place.line;
    return line ? [{ uri, range: rangeOf(line.line, line.id) }] : [];
  }
  const { operand, line } = place;
  const mentions = listing.mentions(operand.text);
  const written = mentions.findLast(
    (mention) =>
      mention.operand.role === 'output' &&
      mention.line <= (operand.role === 'output' ? line.line : line.line - 1),
  );
  // A buffer read before this pass writes it was written by the previous pass.
  const last = mentions.findLast((mention) => mention.operand.role === 'output');
  const found = operand.isMatrix ? mentions[0] : (written ?? last ?? mentions[0]);
  return found ? [locationOf(uri, found)] : [];
}

/**
 * The references of the element at a place: of a matrix or buffer every occurrence, of an operation those that read
 * its output, of a layer its operations, of a unique layer the layers that use it.
 */
export function referencesOf(
  listing: ListingDocument,
  uri: string,
  place: Place,
  includeDeclaration: boolean,
): Location[] {
  const itself = (line: { line: number; id: OperationLine['id'] }): Location[] =>
    includeDeclaration ? [{ uri, range: rangeOf(line.line, line.id) }] : [];
  switch (place.kind) {
    case 'operand': {
      const { operand } = place;
      return listing
        .mentions(operand.text)
        .filter((mention) => includeDeclaration || operand.isMatrix || mention.operand.role === 'input')
        .map((mention) => locationOf(uri, mention));
    }
    case 'operation':
      return [
        ...itself(place.line),
        ...readersOf(listing, place.line).map((mention) => locationOf(uri, mention)),
      ];
    case 'layer':
      return [
        ...itself(place.line),
        ...operationsOf(listing, place.line).map(({ line, id }) => ({ uri, range: rangeOf(line, id) })),
      ];
    case 'unique':
      return layersOf(listing, place.word.text).map(({ line, id }) => ({ uri, range: rangeOf(line, id) }));
    case 'pass':
      return itself(place.line);
  }
}

/** References to the same name, marked as reads or writes. */
export function highlightsOf(listing: ListingDocument, place: Place): DocumentHighlight[] {
  if (place.kind !== 'operand') return [];
  return listing.mentions(place.operand.text).map(({ line, operand }) => ({
    range: rangeOf(line, operand),
    kind: operand.role === 'output' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** The operations of a layer. */
export function operationsOf(listing: ListingDocument, layer: LayerLine): OperationLine[] {
  const end = listing.endOfLayer(layer);
  return listing.operations().filter(({ line }) => line > layer.line && line <= end);
}

/** The readers of an operation's output, up to and including the operation that next writes there. */
export function readersOf(listing: ListingDocument, { line, operands }: OperationLine): NameReference[] {
  const output = operands.find(({ role }) => role === 'output');
  if (output === undefined) return [];
  const later = listing.mentions(output.text).filter((mention) => mention.line > line);
  const next = later.find((mention) => mention.operand.role === 'output')?.line ?? Infinity;
  return later.filter((mention) => mention.operand.role === 'input' && mention.line <= next);
}

function layersOf(listing: ListingDocument, unique: string): LayerLine[] {
  return listing.layers().filter((layer) => layer.unique?.text === unique);
}

const locationOf = (uri: string, { line, operand }: NameReference): Location => ({
  uri,
  range: rangeOf(line, operand),
});
