import { DocumentHighlightKind, type DocumentHighlight, type Location } from 'vscode-languageserver';
import type { ListingDocument, Mention, Place } from './document';
import { rangeOf, type LayerLine, type OperationLine } from './lines';

/**
 * Where what stands at a place comes from: a buffer from the operation that wrote it last, a matrix from the first
 * operation that uses it, a stored layer from the first layer that uses it, an operation from its line.
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
  // What is read before this pass writes it was written by the pass before.
  const last = mentions.findLast((mention) => mention.operand.role === 'output');
  const found = operand.isMatrix ? mentions[0] : (written ?? last ?? mentions[0]);
  return found ? [locationOf(uri, found)] : [];
}

/**
 * Everything that has to do with what stands at a place: each mention of a matrix or buffer; of an operation, those
 * that read what it writes; of a layer, its operations; of a stored layer, the layers that use it.
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

/** Mentions of the same name, told apart by whether they read or write. */
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

/** Who reads what an operation writes, up to and with the operation that writes there next. */
export function readersOf(listing: ListingDocument, { line, operands }: OperationLine): Mention[] {
  const output = operands.find(({ role }) => role === 'output');
  if (output === undefined) return [];
  const later = listing.mentions(output.text).filter((mention) => mention.line > line);
  const next = later.find((mention) => mention.operand.role === 'output')?.line ?? Infinity;
  return later.filter((mention) => mention.operand.role === 'input' && mention.line <= next);
}

function layersOf(listing: ListingDocument, unique: string): LayerLine[] {
  return listing.layers().filter((layer) => layer.unique?.text === unique);
}

const locationOf = (uri: string, { line, operand }: Mention): Location => ({
  uri,
  range: rangeOf(line, operand),
});
