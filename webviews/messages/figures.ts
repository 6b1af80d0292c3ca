import type { DiscLayout } from '../../model/plan/discLayout';
import type { Calibration, PlanShape } from '../../model/plan/whatIf';
import type { Moment } from '../../model/trace/moment';
import type { SessionDrive } from '../../model/trace/session';

/** The tabs of the view "PS2 ML"; each is an editor too. */
export type FiguresTab = 'tokens' | 'disc' | 'ram' | 'time';

/** A message from or to one of the tabs, which share a page. */
export interface TabMessage {
  readonly tab: FiguresTab;
  readonly message: unknown;
}

/** A tab has come to the front of its page. */
export interface ShownMessage {
  readonly type: 'shown';
}

/** What the tabs ask (messages/requests.ts), by name, with argument and result. */
export interface FiguresRequests {
  /** Goes to another place that is about the same. */
  readonly reveal: { readonly argument: RevealArgument; readonly result: null };
  /** Shows a moment in all views and in the listing; without one, the live state. */
  readonly scrub: { readonly argument: { readonly moment?: Moment }; readonly result: null };
  /** The inputs of forecasts, which are too large to send with each update. */
  readonly facts: { readonly argument: null; readonly result: ForecastFacts };
  /** Keeps a layout for the model's folder and builds its image. */
  readonly applyLayout: { readonly argument: LayoutArgument; readonly result: null };
  /** Runs the model that is shown without stops. */
  readonly run: { readonly argument: null; readonly result: null };
  /** Runs it once with each matrix read from the disc; its layout stays. */
  readonly runStreamed: { readonly argument: null; readonly result: null };
  readonly undoLayout: { readonly argument: null; readonly result: null };
  /** Starts a session on the reference engine that stops at the moment, so that its values can be seen. */
  readonly valuesAt: { readonly argument: { readonly moment: Moment }; readonly result: null };
}

/** Where a link leads. */
export type RevealPlace = 'listing' | 'inspector' | 'bytes' | Exclude<FiguresTab, 'tokens'>;

/** What a link is about, each as far as it is known. */
export interface LinkTarget {
  readonly matrix?: string;
  readonly operation?: number;
  readonly pass?: number;
}

export interface RevealArgument {
  readonly place: RevealPlace;
  readonly target: LinkTarget;
}

/** A layout, and milliseconds a token as they were forecast for the present one and for it. */
export interface LayoutArgument {
  readonly layout: DiscLayout;
  readonly presentMs: number;
  readonly layoutMs: number;
}

export interface ForecastFacts {
  readonly shape: PlanShape;
  /** The layout that the figures are of. */
  readonly layout: DiscLayout;
  /** Where that layout comes from, in words. */
  readonly layoutFrom?: string;
  /** What the run reads from; a DVD before any run. */
  readonly disc: SessionDrive['disc'];
  /** Of the run that is shown, where it has measured. */
  readonly calibration?: Calibration;
}

/** A moment with its words: `before L03.attn.q of pass 4`. */
export interface ShownMoment extends Moment {
  readonly text: string;
}

/** What a link points at; a greater serial is a later link, also after a reload. */
export interface LinkFocus extends LinkTarget {
  /** The tab to show in the panel; absent where the link leads to an editor. */
  readonly tab?: FiguresTab;
  readonly serial: number;
}
