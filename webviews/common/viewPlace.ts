import type { Host } from './host';

/** Where a view of figures is built. */
export interface ViewPlace {
  readonly root: HTMLElement;
  readonly host: Host;
  /** The place of its summary; without one it is at the top of the view. */
  readonly summary?: HTMLElement;
}
