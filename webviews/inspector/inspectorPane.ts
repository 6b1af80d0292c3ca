import type { InspectorContent } from '../messages/inspector';

/** The panes of the inspector, in the order of their tabs. */
export type PaneName = 'header' | 'matrices' | 'bytes' | 'values' | 'forecast' | 'tokenizer';

/** One tab of the inspector. */
export interface Pane {
  readonly id: PaneName;
  readonly title: string;
  readonly element: HTMLElement;
  /** Has it anything to show of this file? */
  isUseful(content: InspectorContent): boolean;
  /** The file was read, for the first time or again: selection and scroll stay. */
  show(content: InspectorContent): void;
  /** It came to the front. Nothing runs for it before. */
  activate?(): void;
}

/** What a link leads to. */
export type LinkPlace = { readonly matrix: string } | { readonly offset: number; readonly length: number };

/** Where a matrix of the inspector is shown besides: its first line of the forward pass, and the views. */
export type RevealAction = 'revealOperation' | 'revealInDisc' | 'revealInRam' | 'revealInTime';

/** Ways from one pane to another. */
export interface Links {
  /** The bytes from `start` to before `end`, the first of them under the cursor. */
  showBytes(start: number, end: number): void;
  showMatrix(name: string): void;
  showValues(name: string): void;
  showField(name: string): void;
  /** Asks the extension to show where else a matrix is. */
  reveal(action: RevealAction, matrix: string): void;
  /** Asks the extension to copy a link to a matrix or to bytes. */
  copyLink(place: LinkPlace): void;
}
