import type { DebugProtocol } from '@vscode/debugprotocol';

/** A line of the Variables view, before it has a reference. Its children are made when it is expanded. */
export interface Item {
  readonly name: string;
  readonly value: string;
  /** How it differs from its value at the last stop; shown behind the value. */
  readonly changed?: string;
  readonly type?: string;
  /** An expression with the same value. */
  readonly evaluateName?: string;
  readonly memoryReference?: string;
  readonly presentationHint?: DebugProtocol.VariablePresentationHint;
  readonly children?: Children;
}

/** The children of an item: a few named ones, or many numbered ones that are read in pages. */
export type Children =
  | { readonly kind: 'named'; items(): Promise<readonly Item[]> }
  | {
      readonly kind: 'indexed';
      readonly count: number;
      page(start: number, count: number): Promise<readonly Item[]>;
    };

/** A remark in a scope, such as the reason why it has no values. */
export function remark(name: string, text: string): Item {
  return { name, value: text, presentationHint: { kind: 'virtual', attributes: ['readOnly'] } };
}
