import { findNodeAtLocation, getLocation, type JSONPath, type Node } from 'jsonc-parser';
import type { Position, Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { uriBeside } from '../files/files';
import { jsonTreeOf } from '../../project/jsonTree';

/** Where a cursor is in a `ps2ml.json`. */
export interface JsonPlace {
  /** The value that it is in, or that would be there: `['files', 0, 'name']`. */
  readonly path: JSONPath;
  readonly isKey: boolean;
  /** The existing value. */
  readonly node?: Node;
}

/** A string value, such as a path. */
export interface TextField {
  readonly field: string;
  readonly value: string;
  readonly offset: number;
  readonly length: number;
}

/** The text of a project with the positions of its fields. */
export class ProjectText {
  readonly text: string;
  private readonly root: Node | undefined;

  constructor(private readonly document: TextDocument) {
    this.text = document.getText();
    this.root = jsonTreeOf(this.text);
  }

  placeAt(position: Position): JsonPlace {
    const offset = this.document.offsetAt(position);
    const { path, isAtPropertyKey, previousNode } = getLocation(this.text, offset);
    const isOn =
      previousNode !== undefined &&
      offset >= previousNode.offset &&
      offset <= previousNode.offset + previousNode.length;
    return { path, isKey: isAtPropertyKey, ...(isOn && { node: previousNode }) };
  }

  /** The value of a field such as `disc.code`. */
  node(field: string): Node | undefined {
    return this.root && findNodeAtLocation(this.root, pathOf(field));
  }

  /** The range of a field's value; if it is missing, of the nearest enclosing field. */
  range(field: string): Range {
    const parts = field === '' ? [] : field.split('.');
    for (let length = parts.length; length > 0; length--) {
      const node = this.node(parts.slice(0, length).join('.'));
      if (node) return this.rangeAt(node.offset, node.length);
    }
    return this.rangeAt(this.root?.offset ?? 0, this.root ? 1 : 0);
  }

  /** Every string value, with its field. */
  strings(): TextField[] {
    return this.root ? stringsIn(this.root, []) : [];
  }

  /** In UTF-16 units of the text. */
  readonly rangeAt = (offset: number, length: number): Range => ({
    start: this.document.positionAt(offset),
    end: this.document.positionAt(offset + length),
  });
}

function stringsIn({ type, value, children = [], offset, length }: Node, path: JSONPath): TextField[] {
  if (type === 'string') return [{ field: path.join('.'), value: String(value), offset, length }];
  if (type === 'array') return children.flatMap((child, index) => stringsIn(child, [...path, index]));
  if (type !== 'object') return [];
  return children.flatMap(({ children: [key, child] = [] }) =>
    key && child ? stringsIn(child, [...path, String(key.value)]) : [],
  );
}

/** `files.0.name` → `['files', 0, 'name']` */
export const pathOf = (field: string): JSONPath =>
  field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** The file that a project calls `path`: relative to its folder, or absolute; undefined if it is not a valid file. */
export function fileOf(project: string, path: string): string | undefined {
  try {
    if (/^[a-z]:[/\\]/i.test(path)) return uriBeside(project, `/${path}`);
    return uriBeside(project, path);
  } catch {
    return undefined;
  }
}
