import type { Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  parseLine,
  type LayerLine,
  type Line,
  type OperandWord,
  type OperationLine,
  type Word,
} from './lines';

/** One reference to a matrix or buffer. */
export interface NameReference {
  readonly line: number;
  readonly operand: OperandWord;
}

/** The element at a position. */
export type Place =
  | { readonly kind: 'operand'; readonly line: OperationLine; readonly operand: OperandWord }
  | { readonly kind: 'operation'; readonly line: OperationLine; readonly word: Word }
  | { readonly kind: 'layer'; readonly line: LayerLine; readonly word: Word }
  | { readonly kind: 'unique'; readonly line: LayerLine; readonly word: Word }
  | { readonly kind: 'pass'; readonly line: Extract<Line, { kind: 'pass' }>; readonly word: Word };

/** A listing split into lines, with every reference to each name. */
export class ListingDocument {
  /** Entry i is line i. */
  readonly lines: readonly Line[];
  readonly texts: readonly string[];
  private readonly byName = new Map<string, NameReference[]>();

  constructor(text: string) {
    this.texts = text.split(/\r\n|\r|\n/);
    this.lines = this.texts.map(parseLine);
    for (const line of this.operations()) {
      for (const operand of line.operands) {
        const mentions = this.byName.get(operand.text);
        if (mentions) mentions.push({ line: line.line, operand });
        else this.byName.set(operand.text, [{ line: line.line, operand }]);
      }
    }
  }

  operations(): OperationLine[] {
    return this.lines.filter((line) => line.kind === 'operation');
  }

  layers(): LayerLine[] {
    return this.lines.filter((line) => line.kind === 'layer');
  }

  /** Every reference to a matrix or buffer, in the order of the text. */
  mentions(name: string): readonly NameReference[] {
    return this.byName.get(name) ?? [];
  }

  /** The last line of the block that begins at a layer's header: the line before the next blank one. */
  endOfLayer({ line }: LayerLine): number {
    const after = this.lines.findIndex(
      (other) => other.line > line && (other.kind === 'blank' || other.kind === 'layer'),
    );
    return (after < 0 ? this.lines.length : after) - 1;
  }

  /** The element at a position; a cursor just after a word counts as on it. */
  placeAt({ line: number, character }: Position): Place | undefined {
    const line = this.lines[number];
    if (line === undefined || line.kind === 'blank' || line.kind === 'comment') return undefined;
    const on = (word: Pick<Word, 'start' | 'end'>): boolean =>
      character >= word.start && character <= word.end;
    if (line.kind === 'pass') return on(line.id) ? { kind: 'pass', line, word: line.id } : undefined;
    if (line.kind === 'layer') {
      if (line.unique && on(line.unique)) return { kind: 'unique', line, word: line.unique };
      return on(line.id) ? { kind: 'layer', line, word: line.id } : undefined;
    }
    if (on(line.id)) return { kind: 'operation', line, word: line.id };
    if (on(line.operation)) return { kind: 'operation', line, word: line.operation };
    const operand = line.operands.find((word) => on({ start: word.start, end: word.shapeEnd }));
    return operand && { kind: 'operand', line, operand };
  }
}

const known = new WeakMap<TextDocument, { readonly version: number; readonly listing: ListingDocument }>();

/** The lines of an open document; parsed once per version. */
export function listingOf(document: TextDocument): ListingDocument {
  const found = known.get(document);
  if (found?.version === document.version) return found.listing;
  const listing = new ListingDocument(document.getText());
  known.set(document, { version: document.version, listing });
  return listing;
}
