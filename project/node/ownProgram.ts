import { readdir } from 'node:fs/promises';
import { packageFile } from '../packageFile.node';
import type { OwnProgram } from './newProject';

/** Files of `runtime/` that the sample is compiled with, beside those of `sdk/`. */
const runtimeFiles = [
  'link.ld',
  'ps2ml_report.c',
  'ps2ml_report.h',
  'console/arguments.c',
  'console/arguments.h',
] as const;

/** The sample of a program of one's own, with all that it is compiled from. @throws Error when a file is missing. */
export async function sampleProgram(): Promise<OwnProgram> {
  const files = new Map<string, string>();
  const own = await readdir(packageFile('samples', 'own-runtime'), { withFileTypes: true });
  for (const entry of own)
    if (entry.isFile() && entry.name !== '.gitignore')
      files.set(entry.name, packageFile('samples', 'own-runtime', entry.name));
  for (const name of runtimeFiles) files.set(`runtime/${name}`, packageFile('runtime', ...name.split('/')));
  for (const name of await readdir(packageFile('runtime', 'sdk')))
    files.set(`runtime/sdk/${name}`, packageFile('runtime', 'sdk', name));
  return { elf: 'own.elf', files };
}
