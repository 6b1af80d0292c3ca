/** The extension asks an inspector to show a matrix, or bytes. */
export interface RevealMessage {
  readonly type: 'reveal';
  readonly matrix?: string;
  /** First byte, and the one after the last. */
  readonly start?: number;
  readonly end?: number;
}
