import { convertFile } from '../model/convert/node/convertFile';
import { openProject } from '../project/node/projectFolder';
import type { Io } from './io';
import { ProgressLine } from './progressLine';
import type { Work } from '../project/node/build/work';

/** A build that reports to standard error. @throws ProjectError when `ps2ml.json` is not valid. */
export async function projectWork(path: string, io: Io): Promise<Work> {
  return {
    folder: await openProject(path),
    say: (line) => io.err(`${line}\n`),
    progress: new ProgressLine(io).report,
    signal: io.signal,
    convert: convertFile,
  };
}
