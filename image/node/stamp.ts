import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeFileAtomically } from '../../disc/node/atomicFile';
import { isRecord } from '../../common/guards';

/** What a file was built from: each part with a text that changes whenever the part changes. */
export type Parts = Readonly<Record<string, string>>;

/** The record of a built file, next to it in `.ps2ml/NAME.json`. */
interface Stamp {
  readonly parts: Parts;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Folder of the stamps, next to their files. */
export const stampFolderName = '.ps2ml';

const stampPath = (output: string): string =>
  join(dirname(output), stampFolderName, `${basename(output)}.json`);

/**
 * Why a file must be built again, such as `PLAN.BIN has changed`; empty if it is up to date.
 * @param partsOf returns its current parts; not called if it must be built in any case.
 */
export async function outOfDateReasons(output: string, partsOf: () => Promise<Parts>): Promise<string[]> {
  const found = await stat(output).catch(() => undefined);
  if (found?.isFile() !== true) return ['it did not exist'];
  const stamp = await readStamp(output);
  if (!stamp) return ['its sources are unknown'];
  if (stamp.size !== found.size || stamp.mtimeMs !== found.mtimeMs)
    return ['it was changed by another program'];
  const parts = await partsOf();
  const names = new Set([...Object.keys(stamp.parts), ...Object.keys(parts)]);
  return [...names].flatMap((name) => {
    const [before, now] = [stamp.parts[name], parts[name]];
    if (before === now) return [];
    return [`${name} ${before === undefined ? 'is new' : now === undefined ? 'was removed' : 'has changed'}`];
  });
}

/** Records what a file was built from, after it was written. */
export async function writeStamp(output: string, parts: Parts): Promise<void> {
  const { size, mtimeMs } = await stat(output);
  const path = stampPath(output);
  await mkdir(dirname(path), { recursive: true });
  const text = `${JSON.stringify({ parts, size, mtimeMs } satisfies Stamp, undefined, 2)}\n`;
  await writeFileAtomically(path, (file) => file.write(new TextEncoder().encode(text)));
}

async function readStamp(output: string): Promise<Stamp | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(stampPath(output), 'utf8'));
    return isStamp(value) ? value : undefined;
  } catch {
    // Missing or damaged: the file is built again.
    return undefined;
  }
}

function isStamp(value: unknown): value is Stamp {
  if (!isRecord(value)) return false;
  const { parts, size, mtimeMs } = value;
  return isRecord(parts) && typeof size === 'number' && typeof mtimeMs === 'number';
}
