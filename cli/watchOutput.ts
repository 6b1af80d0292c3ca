import { basename } from 'node:path';
import { asError } from '../common/asError';
import type { ProgramWatch } from '../debug-adapter/watch/programWatch';
import { watchTrace } from '../debug-adapter/watch/watchTrace';
import type { DiscType } from '../disc/sector';
import { traceInfoOf } from '../model/trace/file/info';
import type { Io } from './io';
import { shareOfRead } from './reports/piecesTable';
import { recordTrace, traceWriterName } from './traceRecorder';

/** A watched run that is to be written to a trace. */
export interface WatchedRun {
  readonly watch: ProgramWatch;
  /** Path of the image. */
  readonly image: string;
  readonly medium: DiscType;
}

/**
 * Runs `run`, then writes what was watched to a trace at `path`: the RAM of its end belongs into the head of the file.
 * A run that fails or is interrupted leaves the trace of what it did.
 * @throws Error, the one of the run, after the trace is written.
 */
export async function recordWatch(
  path: string,
  { watch, image, medium }: WatchedRun,
  io: Io,
  run: () => Promise<number>,
): Promise<number> {
  const created = new Date();
  const outcome = await run().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  // Nothing has run.
  if ('error' in outcome && watch.program === undefined) throw outcome.error;
  const { name, plan, settings, events, left } = watchTrace(watch, basename(image), medium);
  const info = await traceInfoOf(name, traceWriterName, plan, { created, settings });
  if (left > 0) io.err(`${left} reads are missing from the trace, which has room for a limited number.\n`);
  return recordTrace(path, info, io, (record) => {
    record(events);
    return 'error' in outcome ? Promise.reject(asError(outcome.error)) : Promise.resolve(outcome.value);
  });
}

/** The models of a disc with their reads by matrix, and what is known of the RAM, for JSON. */
export function readsJson({ models, sums, ram }: ProgramWatch, hasRam: boolean): object {
  const files = new Set(models.flatMap(({ file, body }) => (body ? [file.path] : [])));
  const own = sums.byContent.filter(({ content }) => content.file !== undefined && files.has(content.file));
  return {
    ...(models.length > 0 && {
      models: models.map(({ file, body, problem }) => ({
        file: file.path,
        order: body?.order ?? null,
        problem: problem ?? null,
      })),
      matrices: own.map(({ content, reads, sectors, bytes, coveredBytes, seeks, errors, ms }) => ({
        file: content.file,
        name: content.name,
        kind: content.kind,
        lba: content.lba,
        bytes: content.bytes,
        reads,
        shareOfRead: shareOfRead({ bytes: content.bytes, reads, readBytes: bytes }),
        sectors,
        bytesRead: bytes,
        bytesCovered: coveredBytes,
        seeks,
        errors,
        ms,
      })),
    }),
    ...(hasRam && { ram }),
  };
}
