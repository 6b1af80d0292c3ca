import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../support/project';

export const runtimeFolder = path.join(projectRoot, 'runtime');
export const prebuiltElf = path.join(runtimeFolder, 'prebuilt/ps2ml.elf');

/** The compiler that the committed program was built with. */
export const pinnedCompiler = 'mipsel-linux-gnu-gcc (Debian 12.2.0-14) 12.2.0';

/** First line of `program --version`, or undefined where it is not installed. */
export function versionOf(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

/** A folder for builds that is removed by `remove`. */
export function temporaryFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'ps2ml-runtime-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Builds one target of runtime/Makefile into the folder `build`.
 * @param variables of the Makefile, such as `CC=gcc`
 * @throws Error with the compiler's words.
 */
export function make(
  build: string,
  target: string,
  sources = runtimeFolder,
  variables: readonly string[] = [],
): string {
  const output = path.join(build, target);
  const words = ['-j2', '-C', sources, `BUILD=${build}`, ...variables, output];
  const { status, stderr } = spawnSync('make', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`make ${target}: ${stderr}`);
  return output;
}
