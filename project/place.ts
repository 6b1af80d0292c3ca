import { findNodeAtLocation } from 'jsonc-parser';
import { jsonTreeOf } from './jsonTree';

/** A place in a text, as compilers print it: line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** The place of a field's value, such as `disc.code`. If the field is absent, the start of the text. */
export function placeOfField(text: string, path: string): Place {
  const root = jsonTreeOf(text);
  const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const node = root && findNodeAtLocation(root, keys);
  return placeOf(text, node?.offset ?? root?.offset ?? 0);
}
