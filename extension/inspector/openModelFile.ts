import { PagedSource } from '../../disc/pagedSource';
import type { OpenFile } from '../../project/program/program';
import { inspectFile, type InspectOptions, type Inspection } from './inspectorContent';

/** A model file that stays open for the inspector, and what was found in it. */
export interface OpenedModel extends Inspection {
  /** Reads whole pages and keeps a few. */
  readonly source: PagedSource;
  close(): Promise<void>;
}

/** Reads what can be read of an open file; closes it when that fails. */
export async function openedModel(file: OpenFile, options: InspectOptions): Promise<OpenedModel> {
  const source = new PagedSource(file.source);
  try {
    return {
      ...(await inspectFile(source, file.label, { ...options, samples: file.source })),
      source,
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
