import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Program } from '../../project/program/program';
import { inProcessConsoles } from '../../debug-adapter/node/consoleWorker';
import type { Target } from '../../debug-adapter/targets/target';
import { ConsoleTarget } from '../../debug-adapter/targets/console';
import { projectRoot } from '../support/project';

export const prebuiltElf = path.join(projectRoot, 'runtime', 'prebuilt', 'ps2ml.elf');

/** Consoles in this thread, with a folder of images of their own. */
export class Consoles {
  readonly images = mkdtempSync(path.join(tmpdir(), 'ps2ml-images-'));
  readonly target: (program: Program) => Target;

  constructor(elf = prebuiltElf) {
    const start = inProcessConsoles({ elf, images: this.images });
    this.target = (program) => new ConsoleTarget(program, start);
  }

  remove(): void {
    rmSync(this.images, { recursive: true, force: true });
  }
}
