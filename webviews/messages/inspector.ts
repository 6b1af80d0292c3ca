import type { TensorType } from '../../model/model';
import type { DiscRow as ForecastRow } from '../../model/plan/forecast';
import type { RamRegion } from './ram';

/** The inspector of one `.psnt` file. */
export interface InspectorContent {
  readonly fileName: string;
  readonly fileBytes: number;
  /** One line about the model, for example `Q8 · 5 layers · dim 64`; absent when the header cannot be read. */
  readonly summary?: string;
  /** What is wrong with the file, in one sentence. What could be read is shown all the same. */
  readonly problem?: string;
  readonly fields: readonly HeaderFieldRow[];
  readonly layout?: LayoutFacts;
  /** Signs of damage, one sentence each; absent without. */
  readonly damage?: readonly string[];
  readonly matrices: readonly MatrixRow[];
  readonly forecast?: Forecast;
  /** The disc image that holds the file, where one is known. */
  readonly image?: ImagePlace;
}

/** Where a file lies on a disc image. */
export interface ImagePlace {
  readonly name: string;
  /** Its path on the image. */
  readonly path: string;
  /** First sector. */
  readonly lba: number;
}

export interface HeaderFieldRow {
  readonly name: string;
  /** Byte offset in the file; absent for a default that this version of the format does not store. */
  readonly offset?: number;
  /** `u32`, `i32` or `f32`. */
  readonly type: string;
  readonly value: string;
  /** What a code or a set of bits stands for: `Q8`. */
  readonly reading?: string;
  readonly meaning: string;
  /** Why the value cannot be right, or why it is odd. */
  readonly remark?: { readonly severity: 'warning' | 'error'; readonly text: string };
}

export interface LayoutFacts {
  readonly order: string;
  /** More than one order fits. */
  readonly ambiguous: boolean;
  readonly evidence: readonly string[];
}

export interface MatrixRow {
  readonly name: string;
  /** The unique layer. */
  readonly layer?: number;
  /** What it is for: `ffn gate`. */
  readonly role: string;
  readonly rows: number;
  readonly cols: number;
  readonly type: TensorType;
  /** First byte in the file, scales included. */
  readonly offset: number;
  /** All bytes, scales included. */
  readonly bytes: number;
  /** First byte of the scales; absent for a tensor without. */
  readonly scalesOffset?: number;
  /** First byte of the values. */
  readonly dataOffset: number;
  /** Of row l only the first l + 2 values are stored. */
  readonly triangular?: true;
}

/** What running the model would take. */
export interface Forecast {
  readonly fits: boolean;
  /** All in one sentence, or why the model cannot be run. */
  readonly sentence: string;
  /** The figures behind the sentence; absent when the model cannot be run. */
  readonly behind?: ForecastRows;
}

export interface ForecastRows {
  /** What is read from disc; the sectors of a pass add up to what the sentence says. */
  readonly disc: readonly ForecastRow[];
  /** The console's 32 MiB, in ascending order. */
  readonly ram: readonly RamRegion[];
  readonly bytesPerToken: number;
  /** The layout of the forecast, as text. */
  readonly layout: string;
  /** Where that layout comes from: `from ps2ml.json`. */
  readonly layoutFrom: string;
  /** Which of several projects is used, in one sentence. */
  readonly tie?: string;
  /** What keeping more in RAM would save, in one sentence; absent where it would save nothing. */
  readonly spare?: string;
  /** How long they take to transfer, by the place on the disc. */
  readonly times: readonly {
    readonly name: string;
    readonly bytesPerSecond: number;
    readonly time: string;
  }[];
}

/** The extension asks an inspector to show a matrix, or bytes. */
export interface RevealMessage {
  readonly type: 'reveal';
  readonly matrix?: string;
  /** First byte, and the one after the last. */
  readonly start?: number;
  readonly end?: number;
}
