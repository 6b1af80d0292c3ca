import { withLaunchedProgram, type LaunchParts } from '../debug/launchedProgram';
import type { ImageBuilder } from './layoutKeeper';

/** Builds the image that F5 would boot; undefined where there are no files on disk. */
export function discBuilder(parts: LaunchParts): ImageBuilder | undefined {
  const { buildDisc } = parts.platform;
  if (buildDisc === undefined) return undefined;
  return async (model, layout, signal, progress) => {
    const built = await withLaunchedProgram(
      parts,
      model,
      { layout },
      { signal, progress },
      async ({ program, run }) => {
        await buildDisc(program, run, progress, signal);
        return true;
      },
    );
    // The error was shown already.
    if (built === undefined) throw new Error('The disc was not built, so the layout is unchanged.');
  };
}
