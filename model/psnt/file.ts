import type { ByteSource } from '../../disc/byteSource';
import type { Model, Tensor } from '../model';
import { PsntError } from './error';
import { configOf, readPsntHeader, type PsntHeader } from './header';
import { findLayout, type PsntLayout } from './layout';

/** What is known of a `.psnt`, however much of it could be read. */
export interface PsntInspection {
  readonly header: PsntHeader;
  readonly layout: PsntLayout;
  /** In file order; none when the body could not be read. */
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
  /** The order of the body, or an order with its variant (PsntLayout.variant), when the one that would be found is not right. */
  readonly order?: string;
  /**
   * The same bytes, for the hundreds of short reads that find the order: without it they go through `source`, which
   * may read whole pages for each.
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
 * Like `openPsnt`, for showing: a body that cannot be read is reported in `error` beside the header.
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
