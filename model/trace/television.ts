/** The television and the controller of a debug session, in its custom requests (docs/television.md). */

/** The answer to `ps2ml/picture`. */
export type TelevisionPicture =
  | WholePicture
  /** It is the picture that the request names as known. */
  | { readonly id: string; readonly png?: undefined };

/** What a television shows. */
export interface WholePicture {
  /** Differs for different pictures. */
  readonly id: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** The picture as PNG, in base64. */
  readonly png: string;
  /** Its rows of text, without spaces at their ends; absent for a program without text cells. */
  readonly rows?: readonly string[];
}

/** Sticks of a controller: right across and down, left across and down; 0 to 255, 128 at rest. */
export type Sticks = readonly [number, number, number, number];

/** The arguments of `ps2ml/input`: how the controller in port 1 is from now on. */
export interface ControllerInput {
  /** Pressed buttons: select, l3, r3, start, up, right, down, left, l2, r2, l1, r1, triangle, circle, cross, square. */
  readonly buttons: readonly string[];
  readonly sticks?: Sticks;
  /** Default: yes. */
  readonly isConnected?: boolean;
  /** The lamp of the ANALOG button is on. Default: no. */
  readonly isAnalog?: boolean;
}
