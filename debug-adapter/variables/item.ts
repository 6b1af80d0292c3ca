import type { DebugProtocol } from '@vscode/debugprotocol';

/** A line of the variables view before it has a number; what it holds is made when it is opened. */
export interface Item {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** An expression that gives the same. */
  readonly evaluateName?: string;
  readonly memoryReference?: string;
  readonly presentationHint?: DebugProtocol.VariablePresentationHint;
  readonly children?: Children;
}

/** What an item holds: a few named things, or many counted ones that are read by pages. */
export type Children =
  | { readonly kind: 'named'; items(): Promise<readonly Item[]> }
  | {
      readonly kind: 'indexed';
      readonly count: number;
      page(start: number, count: number): Promise<readonly Item[]>;
    };

/** A remark that stands in a scope where there is nothing to show. */
export function remark(name: string, text: string): Item {
  return { name, value: text, presentationHint: { kind: 'virtual', attributes: ['readOnly'] } };
}
