import type { TensorOrderName } from './tensorOrders';
import type { PsntFieldName, Quantization } from './fields';
import type { PsntInspection } from './file';

/** The output of `ps2ml inspect --json`. */
export interface PsntDescription {
  readonly version: number;
  readonly quantization: Quantization | null;
  /** Every field by name, with defaults; null for a number that is not finite. */
  readonly header: Readonly<Record<PsntFieldName, number | null>>;
  readonly layout: {
    readonly order: TensorOrderName | null;
    /** The tensor order with its variant. */
    readonly variant: string | null;
    readonly ambiguous: boolean;
    readonly evidence: readonly string[];
  };
  /** All tensors in file order. */
  readonly matrices: readonly {
    readonly name: string;
    readonly rows: number;
    readonly cols: number;
    readonly type: string;
    /** First byte of the scales, else of the values. */
    readonly offset: number;
    /** Bytes of scales and values together; they follow each other except in scales-first. */
    readonly bytes: number;
    /** null for a tensor without scales. */
    readonly scalesOffset: number | null;
    readonly dataOffset: number;
  }[];
}

/** A `.psnt` as plain data. */
export function describePsnt({ header, layout, tensors }: PsntInspection): PsntDescription {
  const values = Object.entries(header.values).map(([name, value]) => [
    name,
    Number.isFinite(value) ? value : null,
  ]);
  return {
    version: header.version,
    quantization: header.quantization ?? null,
    header: Object.fromEntries(values) as PsntDescription['header'],
    layout: {
      order: layout.order,
      variant: layout.variant,
      ambiguous: layout.ambiguous,
      evidence: layout.evidence,
    },
    matrices: tensors.map(({ name, rows, cols, type, offset, bytes, scalesOffset, dataOffset }) => ({
      name,
      rows,
      cols,
      type,
      offset,
      bytes,
      scalesOffset: scalesOffset ?? null,
      dataOffset,
    })),
  };
}
