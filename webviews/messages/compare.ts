/** Two models side by side. */
export interface CompareContent {
  readonly left: CompareSide;
  readonly right: CompareSide;
  readonly fields: readonly ComparedField[];
  readonly matrices: readonly ComparedMatrix[];
}

export interface CompareSide {
  /** The file's URI, by which the page comes back after a reload. */
  readonly uri: string;
  readonly fileName: string;
  readonly fileBytes: number;
  readonly summary?: string;
  readonly problem?: string;
  readonly forecast?: string;
}

export interface ComparedField {
  readonly name: string;
  /** Empty where the file has none. */
  readonly left: string;
  readonly right: string;
}

/** A matrix of either model. */
export interface ComparedMatrix {
  readonly name: string;
  readonly role: string;
  readonly left?: ComparedTensor;
  readonly right?: ComparedTensor;
  /** Both have it in one shape, so that the values can be compared. */
  readonly comparable: boolean;
}

export interface ComparedTensor {
  readonly rows: number;
  readonly cols: number;
  readonly type: string;
  readonly bytes: number;
}

/** How far the right matrix is from the left. */
export interface MatrixError {
  readonly maxError: number;
  readonly rmsError: number;
  /** Root of the mean square of the weights on the left. */
  readonly rmsWeight: number;
  /** Infinity where the two are equal. */
  readonly snrDb: number;
}
