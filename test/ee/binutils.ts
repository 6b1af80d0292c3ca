import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from 'mocha';

/** Skips a test that needs the MIPS binutils where they are not installed, and says so in its title. */
export function skipWithoutBinutils(context: Context): void {
  if (spawnSync('mipsel-linux-gnu-as', ['--version']).status === 0) return;
  if (context.test)
    context.test.title +=
      ' (skipped: mipsel-linux-gnu-as of the package binutils-mipsel-linux-gnu is missing)';
  context.skip();
}

function inFolder<Result>(work: (file: (name: string) => string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'ee-test-'));
  try {
    return work((name) => path.join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Little-endian words of a file. */
function words(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >> 2 }, (_, index) => view.getUint32(index * 4, true));
}

function link(file: (name: string) => string, source: string, address: number): void {
  writeFileSync(
    file('in.s'),
    `.set noreorder\n.set noat\n.set nomacro\n.globl __start\n__start:\n${source}\n`,
  );
  execFileSync('mipsel-linux-gnu-as', ['-march=r5900', '-mabi=n32', '-o', file('o'), file('in.s')]);
  const options = ['-m', 'elf32ltsmipn32', `-Ttext=${address.toString(16)}`, '-o', file('elf'), file('o')];
  execFileSync('mipsel-linux-gnu-ld', options);
}

/** An executable of assembler source (n32 register names, nothing reordered). */
export function linkProgram(source: string, address = 0x100000): Uint8Array {
  return inFolder((file) => {
    link(file, source, address);
    return new Uint8Array(readFileSync(file('elf')));
  });
}

/** The words of assembler source, linked at an address. */
export function assemble(source: string, address = 0x100000): number[] {
  return inFolder((file) => {
    link(file, source, address);
    execFileSync('mipsel-linux-gnu-objcopy', ['-O', 'binary', '-j', '.text', file('elf'), file('bin')]);
    return words(readFileSync(file('bin')));
  });
}

/** Header, segments and symbols of an executable as readelf prints them. */
export function readelf(program: Uint8Array): string {
  return inFolder((file) => {
    writeFileSync(file('elf'), program);
    return execFileSync('mipsel-linux-gnu-readelf', ['-hlsW', file('elf')], { encoding: 'utf8' });
  });
}

/** What objdump makes of words at an address, one text each, names of the n32 ABI. */
export function objdump(code: readonly number[], address: number, aliases: boolean): string[] {
  return inFolder((file) => {
    writeFileSync(file('bin'), new Uint8Array(Uint32Array.from(code).buffer));
    const options = aliases ? 'gpr-names=n32' : 'no-aliases,gpr-names=n32';
    const text = execFileSync(
      'mipsel-linux-gnu-objdump',
      [
        '-D',
        '-z',
        '-b',
        'binary',
        '-m',
        'mips:5900',
        '-EL',
        '-M',
        options,
        `--adjust-vma=${address}`,
        file('bin'),
      ],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    return [...text.matchAll(/^ *[0-9a-f]+:\t[0-9a-f]{8} \t(.*)$/gm)].map(([, line = '']) =>
      line.replace('\t', ' ').trim(),
    );
  });
}

/** Whether the assembler takes each line by itself, macros allowed. */
export function assembles(lines: readonly string[]): boolean[] {
  return inFolder((file) => {
    // Lines are numbered from 1, and the label and the options come first.
    const head = ['.set noreorder', '__start:'];
    writeFileSync(file('in.s'), `${[...head, ...lines].join('\n')}\n`);
    const options = ['-march=r5900', '-mabi=n32', '-msingle-float', '-o', file('o'), file('in.s')];
    const { stderr } = spawnSync('mipsel-linux-gnu-as', options, { encoding: 'utf8' });
    const refused = new Set(Array.from(stderr.matchAll(/:(\d+): Error:/g), ([, line]) => Number(line)));
    return lines.map((_, index) => !refused.has(index + head.length + 1));
  });
}
