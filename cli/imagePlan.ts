import { readWhole } from '../disc/readWhole';
import { basename } from 'node:path';
import type { ByteSource } from '../disc/byteSource';
import { fileOfImage, findFile, type Volume } from '../disc/volume';
import { decodePlan } from '../model/plan/decodePlan';
import type { Plan } from '../model/plan/plan';

/**
 * The plan that the program of an image executes.
 * @param purpose what needs it, for the message: `a trace`
 * @throws Error when the image has none, FormatError when it is damaged or of another version
 */
export async function planOfImage(
  path: string,
  source: ByteSource,
  volume: Volume,
  purpose: string,
): Promise<Plan> {
  const file = findFile(volume, 'PLAN.BIN');
  if (file === undefined)
    throw new Error(
      `${basename(path)} has no PLAN.BIN, which ${purpose} needs: build the image with ps2ml build.`,
    );
  return decodePlan((await readWhole(fileOfImage(source, file), 'PLAN.BIN')).slice(), 'PLAN.BIN');
}
