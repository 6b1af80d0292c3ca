import { basename } from 'node:path';
import { FileSource } from '../disc/node/fileSource';
import { openTrace, type TraceFile } from '../model/trace/file/reader';

/** Opens the trace at a path while `use` runs. @throws Error when it cannot be read, or FormatError when it is not valid. */
export async function withTrace<T>(path: string, use: (trace: TraceFile) => Promise<T>): Promise<T> {
  const source = await FileSource.open(path);
  try {
    return await use(await openTrace(source, basename(path)));
  } finally {
    await source.close();
  }
}
