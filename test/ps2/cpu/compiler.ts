import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../support/project';

const programs = path.join(projectRoot, 'test/ps2/cpu/programs');
const eeOptions =
  '-march=r5900 -mabi=n32 -msingle-float -mno-abicalls -fno-pic -G0 -ffreestanding -nostdlib -fno-stack-protector';

/** Whether the cross compiler and the native one are installed. */
export function hasCompilers(): boolean {
  return ['mipsel-linux-gnu-gcc', 'gcc'].every((name) => spawnSync(name, ['--version']).status === 0);
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'ee-program-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An EE program of one C source of the folder `programs`, at 0x100000. */
export function compileForEe(source: string, options: readonly string[]): Uint8Array {
  return inFolder((folder) => {
    const output = path.join(folder, 'program.elf');
    const inputs = ['start.S', source].map((name) => path.join(programs, name));
    const script = path.join(programs, 'link.ld');
    const link = [
      '-Wl,-m,elf32ltsmipn32',
      '-Wl,-z,max-page-size=0x1000',
      '-Wl,--build-id=none',
      '-static',
      '-T',
      script,
    ];
    execFileSync('mipsel-linux-gnu-gcc', [
      ...eeOptions.split(' '),
      ...options,
      ...link,
      '-o',
      output,
      ...inputs,
    ]);
    return new Uint8Array(readFileSync(output));
  });
}

/** The words that the same source leaves on this machine. */
export function runNative(source: string): number[] {
  return inFolder((folder) => {
    const output = path.join(folder, 'native');
    const inputs = ['native.c', source].map((name) => path.join(programs, name));
    execFileSync('gcc', ['-O1', '-fwrapv', '-o', output, ...inputs]);
    return execFileSync(output, { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => Number.parseInt(line, 16));
  });
}
