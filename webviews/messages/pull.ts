/**
 * How a page gets its content. This folder holds types only: extension and pages share them, and both sides check each
 * message when it arrives. A view that has been shown says `pull` with the revision it has; the answer comes as soon as
 * there is a newer one. A hidden view has no page, so it asks for nothing and nothing runs for it.
 */
export type ToView<Content> =
  | { readonly type: 'content'; readonly revision: number; readonly content: Content }
  /** There is nothing to show; the view keeps what it remembers from before a reload, or says what to do. */
  | { readonly type: 'empty'; readonly revision: number };

export interface FromView {
  readonly type: 'pull';
  /** The revision that the view shows; -1 when it has none. */
  readonly revision: number;
}
