import { SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver';

/** Kinds of tokens, by their standard names, so that every colour theme knows them. */
export const tokenTypes = [
  'comment',
  'enumMember',
  'function',
  'keyword',
  'label',
  'macro',
  'namespace',
  'number',
  'operator',
  'parameter',
  'property',
  'string',
  'struct',
  'type',
  'variable',
] as const;

export const tokenModifiers = [
  'declaration',
  'definition',
  'readonly',
  'modification',
  'defaultLibrary',
] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

/** A coloured stretch of one line; lines and characters count from 0. */
export interface SemanticToken {
  readonly line: number;
  readonly start: number;
  readonly length: number;
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}

export const legend: SemanticTokensLegend = {
  tokenTypes: [...tokenTypes],
  tokenModifiers: [...tokenModifiers],
};

/** Adds tokens in the order of the text, as the protocol requires. */
export function pushTokens(builder: SemanticTokensBuilder, tokens: readonly SemanticToken[]): void {
  const ordered = tokens.toSorted((a, b) => a.line - b.line || a.start - b.start);
  for (const { line, start, length, type, modifiers = [] } of ordered) {
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << tokenModifiers.indexOf(modifier)), 0);
    builder.push(line, start, length, tokenTypes.indexOf(type), bits);
  }
}
