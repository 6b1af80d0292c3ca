/** The editor Television: what it shows, and what its page asks (docs/television.md). */

/** Whose television is shown, and how it stands. */
export interface TelevisionContent {
  /** The name of the debug session; absent without one. */
  readonly session?: string;
  /** `none`: there is no session; `absent`: its target has no television here. */
  readonly state: 'none' | 'absent' | 'starting' | 'running' | 'waiting' | 'stopped';
  /** What that means, and what to do: sentences. */
  readonly message: string;
}

/** The answer to `picture`: the picture, or that it is still the one that the page has. */
export interface TelevisionAnswer {
  readonly id: string;
  readonly width?: number;
  readonly height?: number;
  /** The picture as PNG, in base64. */
  readonly png?: string;
  /** Its rows of text; absent for a program without text cells. */
  readonly rows?: readonly string[];
}

/** The argument of `input`. */
export interface TelevisionInput {
  readonly buttons: readonly string[];
  /** Right across and down, left across and down: 0 to 255. */
  readonly sticks?: readonly [number, number, number, number];
}
