import type { Range } from 'vscode-languageserver';
import type { SemanticToken, TokenType } from '../services/semanticTokens';
import type { ListingDocument } from './document';
import type { Line, Word } from './lines';

/** Tokens that the grammar cannot recognise from a line alone: matrices, which are read-only, and written buffers. */
export function tokensOf(listing: ListingDocument, range: Range | undefined): SemanticToken[] {
  const from = range?.start.line ?? 0;
  const to = range?.end.line ?? listing.lines.length;
  return listing.lines.slice(from, to + 1).flatMap(tokensOfLine);
}

function tokensOfLine(line: Line): SemanticToken[] {
  const token = (word: Word, type: TokenType, modifiers: SemanticToken['modifiers'] = []): SemanticToken => ({
    line: line.line,
    start: word.start,
    length: word.end - word.start,
    type,
    modifiers,
  });
  if (line.kind === 'pass') return [token(line.id, 'keyword')];
  if (line.kind === 'layer')
    return [
      token(line.id, 'namespace', ['declaration']),
      ...(line.unique ? [token(line.unique, 'number')] : []),
    ];
  if (line.kind !== 'operation') return [];
  return [
    token(line.id, 'label', ['declaration']),
    ...(line.operation.text === '' ? [] : [token(line.operation, 'function', ['defaultLibrary'])]),
    ...line.operands
      .filter(({ isImplied }) => isImplied !== true)
      .map((operand) => {
        if (operand.isMatrix) return token(operand, 'type', ['readonly']);
        return token(operand, 'variable', operand.role === 'output' ? ['modification'] : []);
      }),
  ];
}
