import { startInProcess } from '../debug-adapter/targets/inProcess';
import { ReferenceTarget } from '../debug-adapter/targets/reference';
import type { Platform } from './platform';
import { openWholeFile } from './wholeFile';

/** Files can only be read whole; the engine runs in the extension host itself, in slices. */
export function webPlatform(): Platform {
  return {
    openFile: openWholeFile,
    targets: new Map([['reference', (program) => new ReferenceTarget(program, startInProcess)]]),
  };
}
