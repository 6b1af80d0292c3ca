import { readWhole } from '../../disc/readWhole';
import { basename } from 'node:path';
import type { Timing } from '../../common/timing';
import { cyclesPerSecond } from '../../debug-adapter/targets/consoleMachine';
import { runConsole, type ConsoleRun } from '../../debug-adapter/targets/consoleRun';
import { programFailure } from '../../debug-adapter/targets/programFailure';
import { FileSource } from '../../disc/node/fileSource';
import { readElf } from '../../ee/elf';
import { SymbolTable } from '../../ee/symbols';
import { startConsoleHere } from '../../ps2/node/consoleHere';
import { consoleTime, outOfTime } from '../consoleRun';
import { takeScreenshot, tellNotices, type Television } from '../television';
import { exitCodes, type Io } from '../io';

const magic = '\u007fELF';

/** Whether a file is an ELF, by its name or its first bytes. */
export async function isElf(path: string): Promise<boolean> {
  if (/\.elf$/i.test(path)) return true;
  // Later steps report a file that cannot be opened, and the options before it.
  const source = await FileSource.open(path).catch(() => undefined);
  if (source === undefined) return false;
  try {
    return source.size >= magic.length && String.fromCharCode(...(await source.read(0, 4))) === magic;
  } finally {
    await source.close();
  }
}

interface ElfOptions {
  readonly isJson: boolean;
  /** Limit of the run, in cycles of console time. */
  readonly mostCycles: number;
  readonly television: Television;
  readonly timing: Timing;
}

/**
 * Runs a program on the built-in console without a disc. Its output to the terminal or the serial port goes to standard
 * output.
 * @returns the exit code: the program's own, 0 if it ended by sleeping, `outOfTime` if its time was up
 * @throws Error when the file is not an EE program, or the program fails
 */
export async function runElf(
  path: string,
  io: Io,
  { isJson, mostCycles, television, timing }: ElfOptions,
): Promise<number> {
  const name = basename(path);
  const bytes = await bytesOf(path);
  const symbols = new SymbolTable(readElf(bytes, path).symbols);
  const decoder = new TextDecoder();
  let text = '';
  const write = (piece: string): void => {
    text += piece;
    if (!isJson) io.out(piece);
  };
  const client = startConsoleHere((report) => {
    write(decoder.decode(report.text, { stream: true }));
    tellNotices(report.notices, io);
  });
  try {
    await client.ask('bootProgram', { bytes, name, options: { inputs: television.inputs, timing } });
    const { end, cycles } = await runConsole(client, { signal: io.signal, mostCycles });
    write(decoder.decode());
    await takeScreenshot(client, television, io);
    const failure = await programFailure(client, end, symbols);
    const seconds = cycles / cyclesPerSecond;
    const told = {
      program: name,
      text,
      seconds,
      timing,
      ...outcomeOf(end),
      ...(failure !== undefined && { error: failure }),
    };
    if (isJson) io.out(`${JSON.stringify(told, undefined, 2)}\n`);
    if (failure !== undefined) throw new Error(failure);
    if (end.kind === 'time') {
      io.err(`${outOfTime(name, cycles)}\n`);
      return exitCodes.outOfTime;
    }
    io.err(`${name} ran for ${consoleTime(cycles, timing)}.\n`);
    return end.kind === 'exit' ? exitCodeOf(end.code) : exitCodes.done;
  } finally {
    await client.close();
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const source = await FileSource.open(path);
  try {
    return (await readWhole(source, path)).slice();
  } finally {
    await source.close();
  }
}

/** How the program ended, for JSON. */
function outcomeOf(end: ConsoleRun['end']): { readonly end: string; readonly exitCode: number | null } {
  if (end.kind === 'exit') return { end: 'exit', exitCode: end.code };
  if (end.kind === 'deadlock') return { end: end.asleep ? 'sleep' : 'deadlock', exitCode: null };
  return { end: end.kind, exitCode: null };
}

/** A valid exit code of a process: the lowest eight bits, but never 0 for a code that is not 0. */
function exitCodeOf(code: number): number {
  const low = code & 0xff;
  return low === 0 && code !== 0 ? 0xff : low;
}
