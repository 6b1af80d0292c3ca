import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { make, temporaryFolder, versionOf } from '../toolchain';

export const columns = 72;
export const glyphLines = 16;

/** Codes of runtime/screen/cells.h, by number. */
export const styles = ['text', 'prompt', 'dim', 'title', 'failure'] as const;

export interface Cell {
  readonly code: number;
  readonly style: number;
}

let built: string | undefined;

/** The picture's parts that need no GS (runtime/witness/screen.c); undefined where there is no compiler. */
export function screenProgram(): ((commands: readonly string[]) => string[]) | undefined {
  if (versionOf('gcc') === undefined) return undefined;
  if (built === undefined) {
    const { folder, remove } = temporaryFolder();
    process.once('exit', remove);
    built = make(folder, 'screen-witness');
  }
  const program = built;
  return (commands) => {
    const input = `${commands.join('\n')}\n`;
    const { status, stdout, stderr } = spawnSync(program, { encoding: 'utf8', input, maxBuffer: 1 << 28 });
    assert.equal(status, 0, stderr);
    return stdout.split('\n').slice(0, -1);
  };
}

/** Bytes as an argument of a command; `-` for none. */
export const hexOf = (text: string | Uint8Array): string => Buffer.from(text).toString('hex') || '-';

/** A row that the command `cells` printed. */
export function cellsIn(line: string): Cell[] {
  assert.equal(line.length, columns * 5);
  return Array.from({ length: columns }, (_, i) => ({
    code: Number.parseInt(line.slice(i * 5, i * 5 + 4), 16),
    style: Number.parseInt(line.slice(i * 5 + 4, i * 5 + 5), 16),
  }));
}

/** The characters of a row, without the spaces at its end. */
export const textOf = (line: string): string =>
  String.fromCharCode(...cellsIn(line).map(({ code }) => code)).trimEnd();

/** The lines of glyphs by code, as numbers of 8 bits. */
export function glyphsOf(
  run: (commands: readonly string[]) => string[],
  codes: readonly number[],
): Map<number, number[]> {
  const printed = run(codes.map((code) => `glyph ${code}`));
  return new Map(
    codes.map((code, i) => [
      code,
      Array.from({ length: glyphLines }, (_, line) =>
        Number.parseInt((printed[i] ?? '').slice(line * 2, line * 2 + 2), 16),
      ),
    ]),
  );
}
