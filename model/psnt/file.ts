import type { ByteSource } from '../../disc/byteSource';
import type { Model, Tensor } from '../model';
import { PsntError } from './error';
import { configOf, readPsntHeader, type PsntHeader } from './header';
import { findLayout, type PsntLayout } from './tensorLayout';

/** Everything that could be read from a `.psnt`. */
export interface PsntInspection {
  readonly header: PsntHeader;
  readonly layout: PsntLayout;
  /** In file order; empty if the body could not be read. */
  readonly tensors: readonly Tensor[];
  readonly model?: Model;
  /** Why the body could not be read. */
  readonly error?: PsntError;
}

/** A `.psnt` that can be planned and executed. */
export interface PsntFile extends PsntInspection {
  readonly model: Model;
}

export interface OpenPsntOptions {
  /** The tensor order, or an order with its variant (PsntLayout.variant), if the detected one is wrong. */
  readonly order?: string;
  /**
   * The same bytes, for the hundreds of short reads that detect the order. Default: `source`, which may read whole
   * pages for each.
   */
  readonly samples?: ByteSource;
}

/**
 * Opens a `.psnt`; weights stay in the file.
 * @throws PsntError when the header or the body cannot be read.
 */
export async function openPsnt(
  source: ByteSource,
  label: string,
  options: OpenPsntOptions = {},
): Promise<PsntFile> {
  return readBody(source, await readPsntHeader(source, label), options);
}

/**
 * Like `openPsnt`, for display: a body that cannot be read is reported in `error`, with the header.
 * @throws PsntError when there is no header to show.
 */
export async function inspectPsnt(
  source: ByteSource,
  label: string,
  options: OpenPsntOptions = {},
): Promise<PsntInspection> {
  const header = await readPsntHeader(source, label);
  try {
    return await readBody(source, header, options);
  } catch (error) {
    if (!(error instanceof PsntError)) throw error;
    const layout: PsntLayout = { order: null, variant: null, ambiguous: false, evidence: [error.message] };
    return { header, layout, tensors: [], error };
  }
}

async function readBody(source: ByteSource, header: PsntHeader, options: OpenPsntOptions): Promise<PsntFile> {
  const { layout, tensors } = await findLayout(options.samples ?? source, header, options.order);
  const model: Model = { label: header.label, config: configOf(header), tensors, source };
  return { header, layout, tensors, model };
}
