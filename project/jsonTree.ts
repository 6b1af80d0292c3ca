import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import { tooDeepAt } from '../common/jsonDepth';

/**
 * The tree of a `ps2ml.json`: JSON with comments and trailing commas. Undefined for an empty text, and for one that is
 * nested so deeply that its parser, which calls itself for each level, would fail.
 * @param errors receives the syntax errors.
 */
export function jsonTreeOf(text: string, errors: ParseError[] = []): Node | undefined {
  if (tooDeepAt(text) !== undefined) return undefined;
  return parseTree(text, errors, { allowTrailingComma: true });
}
