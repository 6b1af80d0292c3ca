import { mkdir, readFile, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeFileAtomically } from '../../disc/node/atomicFile';
import { isRecord } from '../../common/guards';

/** What a file was made from: each part with something that changes whenever it does. */
export type Parts = Readonly<Record<string, string>>;

/** What is kept of a made file, beside it in `.ps2ml/NAME.json`. */
interface Stamp {
  readonly parts: Parts;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Folder of the stamps, beside the files that they are of. */
export const stampFolderName = '.ps2ml';

const stampPath = (output: string): string =>
  join(dirname(output), stampFolderName, `${basename(output)}.json`);

/**
 * Why a made file has to be made again, in words such as `PLAN.BIN has changed`; empty when it is up to date.
 * @param partsOf tells what it would be made from now; not asked when it has to be made in any case.
 */
export async function staleReasons(output: string, partsOf: () => Promise<Parts>): Promise<string[]> {
  const found = await stat(output).catch(() => undefined);
  if (found?.isFile() !== true) return ['it was not there'];
  const stamp = await readStamp(output);
  if (!stamp) return ['it was not known what it was made from'];
  if (stamp.size !== found.size || stamp.mtimeMs !== found.mtimeMs)
    return ['it was changed by something else'];
  const parts = await partsOf();
  const names = new Set([...Object.keys(stamp.parts), ...Object.keys(parts)]);
  return [...names].flatMap((name) => {
    const [before, now] = [stamp.parts[name], parts[name]];
    if (before === now) return [];
    return [`${name} ${before === undefined ? 'is new' : now === undefined ? 'is gone' : 'has changed'}`];
  });
}

/** Remembers what a file was made from, once it is there. */
export async function writeStamp(output: string, parts: Parts): Promise<void> {
  const { size, mtimeMs } = await stat(output);
  const path = stampPath(output);
  await mkdir(dirname(path), { recursive: true });
  const text = `${JSON.stringify({ parts, size, mtimeMs } satisfies Stamp, undefined, 2)}\n`;
  await writeFileAtomically(path, (file) => file.write(new TextEncoder().encode(text)));
}

/** Forgets a file that was no good. */
export async function removeStamp(output: string): Promise<void> {
  await unlink(stampPath(output)).catch(() => undefined);
}

async function readStamp(output: string): Promise<Stamp | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(stampPath(output), 'utf8'));
    return isStamp(value) ? value : undefined;
  } catch {
    // Missing or damaged: the file is made again.
    return undefined;
  }
}

function isStamp(value: unknown): value is Stamp {
  if (!isRecord(value)) return false;
  const { parts, size, mtimeMs } = value;
  return isRecord(parts) && typeof size === 'number' && typeof mtimeMs === 'number';
}
