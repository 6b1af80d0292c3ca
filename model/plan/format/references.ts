import { BinaryReader } from '../../binaryReader';
import { BinaryWriter } from '../binary';

/** What fields of a record refer to: entries of tables, and texts in the table of strings. */
export interface References {
  countOf(table: string): number;
  /** The text at an offset in the strings, or undefined if no text is there. */
  textAt(offset: number): string | undefined;
}

/** The references of a file without tables. */
const nothing: References = { countOf: () => 0, textAt: () => undefined };

export class RecordReader extends BinaryReader {
  constructor(
    bytes: Uint8Array,
    label: string,
    advice: string,
    readonly references: References = nothing,
  ) {
    super(bytes, label, advice);
  }
}

export class RecordWriter extends BinaryWriter {
  /** @param textOffset gives the offset of a text in the strings */
  constructor(
    size: number,
    readonly textOffset: (text: string) => number = () => 0,
  ) {
    super(size);
  }
}
