import { fileOfImage, findFile, readVolume, type Volume } from '../../disc/volume';
import { FileSource } from '../../disc/node/fileSource';
import { MailboxClient } from '../../debug-adapter/mailbox/client';
import { findMailbox } from '../../debug-adapter/mailbox/find';
import { describeCrash } from '../../debug-adapter/targets/consoleCrash';
import { cyclesPerSecond } from '../../debug-adapter/targets/consoleMachine';
import { consolePort } from '../../debug-adapter/targets/consolePort';
import { readElf } from '../../ee/elf';
import { SymbolTable } from '../../ee/symbols';
import type { ConsoleClient } from '../../ps2/consoleClient';
import type { DriveLogEntry } from '../../ps2/drive';
import type { RunEnd } from '../../ps2/messages';
import { startConsoleHere } from '../../ps2/node/consoleHere';
import type { Io } from '../io';
import { driveTable, summarise } from '../reports/driveTable';

/** Cycles between two looks at whether to stop. */
const chunkCycles = 3_000_000;
const headOffset = 16 * 2048;

/** Whether a file is a disc image: by its name, or by the descriptor of ISO 9660. */
export async function isImage(path: string): Promise<boolean> {
  if (/\.iso$/i.test(path)) return true;
  const source = await FileSource.open(path);
  try {
    if (source.size < headOffset + 6) return false;
    const head = await source.read(headOffset, 6);
    return String.fromCharCode(...head) === '\u0001CD001';
  } finally {
    await source.close();
  }
}

/**
 * Boots an image on the built-in console and runs its program to the end: its text goes to standard output, what
 * the drive did to a table behind it.
 * @throws Error in words when the image does not boot or the program fails.
 */
export async function runImage(path: string, isJson: boolean, io: Io): Promise<void> {
  const source = await FileSource.open(path);
  const decoder = new TextDecoder();
  const drive: DriveLogEntry[] = [];
  let text = '';
  const client = startConsoleHere((report) => {
    const piece = decoder.decode(report.text, { stream: true });
    text += piece;
    if (!isJson) io.out(piece);
    drive.push(...report.drive);
  });
  try {
    const volume = await readVolume(source);
    const { program } = await client.ask('boot', { image: path, options: {} });
    const { end, cycles } = await runToTheEnd(client, io.signal);
    await checkEnd(client, end, await symbolsOf(source, volume, program));
    const reads = summarise(drive, volume);
    const seconds = cycles / cyclesPerSecond;
    if (isJson) io.out(`${JSON.stringify({ program, text, seconds, reads }, undefined, 2)}\n`);
    else io.out(`\nDisc reads (measured on the built-in console)\n${driveTable(reads)}\n`);
    io.err(`${program} ran for ${seconds.toFixed(2)} s of the console's time.\n`);
  } finally {
    await client.close();
    await source.close();
  }
}

async function runToTheEnd(
  client: ConsoleClient,
  signal: AbortSignal,
): Promise<{ end: RunEnd; cycles: number }> {
  for (;;) {
    signal.throwIfAborted();
    const run = await client.ask('run', { maxCycles: chunkCycles });
    if (run.end.kind !== 'budget') return run;
  }
}

async function symbolsOf(source: FileSource, volume: Volume, program: string): Promise<SymbolTable> {
  const file = findFile(volume, program);
  if (!file) return new SymbolTable([]);
  const bytes = await fileOfImage(source, file).read(0, file.size);
  return new SymbolTable(readElf(bytes, program).symbols);
}

/** @throws Error in words unless the program is done and says nothing else. */
async function checkEnd(client: ConsoleClient, end: RunEnd, symbols: SymbolTable): Promise<void> {
  if (end.kind === 'crash') {
    throw new Error(describeCrash(end, await client.ask('registers', {}), symbols));
  }
  const port = consolePort(client);
  const block = symbols.named('ps2ml_mailbox')?.address;
  const address = block === undefined ? undefined : await findMailbox(port, block);
  if (address !== undefined) {
    const { status } = await (await MailboxClient.attach(port, address)).look();
    if (status?.state === 'failed') throw new Error(status.error);
  }
  if (end.kind === 'exit' && end.code !== 0) throw new Error(`The program ended with code ${end.code}.`);
  if (end.kind === 'deadlock' && !end.asleep) throw new Error(end.message);
}
