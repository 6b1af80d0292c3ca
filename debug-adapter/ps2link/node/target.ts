import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { MemorySource } from '../../../disc/byteSource';
import { readElf } from '../../../ee/elf';
import { SymbolTable } from '../../../ee/symbols';
import { bootFiles } from '../../../model/image/bootFiles';
import type { RunSettings } from '../../../model/plan/runSettings';
import type { Program, TargetFactory } from '../../host';
import type { ConsoleFiles } from '../../node/consoleDiscs';
import type { Link, LinkStart, LinkStarter } from '../../targets/link';
import { LinkTarget } from '../../targets/linkTarget';
import { Stages } from '../../targets/stages';
import { ps2linkCapabilities } from '../capabilities';
import { HostFiles, sourceFile, type VirtualFile } from '../hostFiles';
import type { Ps2LinkOptions } from '../launchOptions';
import { LinkPort } from '../linkPort';
import { CommandLine, FileLine, type LinkPlace } from './connection';
import { RootFolder } from './rootFolder';

/** What the program is called on `host:`, and what the two files of its mailbox begin with. */
const programName = 'ps2ml.elf';
const linkName = 'ps2ml.';
/** A command may get lost on the way; one program runs a reset, so that execee can be said again. */
const repeatMs = 2000;

/** A console with ps2link as a target. */
export function ps2linkTargets(files: ConsoleFiles): TargetFactory {
  return (program, { ps2link, pcsx2 }) => {
    const { stageMs, stays } = pcsx2;
    // A disc that lies in the console says another prompt than this session.
    const isNewRun = ps2link.files === 'disc';
    const start = launchPs2link(ps2link, files, stageMs);
    return new LinkTarget(ps2linkCapabilities, program, start, {
      request: 'launch',
      isNewRun,
      stageMs,
      stays,
    });
  };
}

/** Resets the console and starts the session's program on it, which reads its files and its mailbox through us. */
export function launchPs2link(options: Ps2LinkOptions, files: ConsoleFiles, stageMs: number): LinkStarter {
  return async (program, run, start) => {
    const { address, bind, filePort, commandPort, logPort } = options;
    if (address === '') {
      throw new Error(
        'The launch configuration does not say which console: write for example "ps2link": { "address": "192.168.0.10" }, the address that ps2link shows on the television.',
      );
    }
    const place: LinkPlace = { console: address, bind, filePort, commandPort, logPort };
    const bytes = new Uint8Array(await readFile(files.elf));
    const symbols = new SymbolTable(readElf(bytes, basename(files.elf)).symbols);
    const port = new LinkPort(stageMs);
    const session = new Ps2LinkSession(place, options, port, start, stageMs);
    try {
      await session.start(await hostFiles(options, program, run, bytes, port, start), run);
      return linkOf(session, port, symbols);
    } catch (error) {
      await session.close(false);
      throw error;
    }
  };
}

function linkOf(session: Ps2LinkSession, port: LinkPort, symbols: SymbolTable): Link {
  const mailbox = symbols.named('ps2ml_mailbox')?.address;
  return {
    port,
    ...(mailbox !== undefined && { mailbox }),
    symbolOf: (at) => symbols.describe(at),
    // A console that stands still does so with its program.
    standstill: () => Promise.resolve(undefined),
    gone: session.gone,
    close: (stays) => session.close(stays),
  };
}

/** What the console finds on `host:`. */
async function hostFiles(
  { files, folder, writable }: Ps2LinkOptions,
  { model, plan, tokenizer }: Program,
  run: RunSettings,
  elf: Uint8Array,
  port: LinkPort,
  { progress, log, signal }: LinkStart,
): Promise<HostFiles> {
  const virtual = new Map<string, VirtualFile>([
    [programName, () => sourceFile(new MemorySource(elf))],
    [`${linkName}poll`, port.files.poll],
    [`${linkName}wait`, port.files.wait],
  ]);
  if (files === 'host') {
    const contents = { model, plan, run, elf, ...(tokenizer && { tokenizer }) };
    const onProgress = (done: number, total: number): void =>
      progress(`Packing the weights: ${Math.floor((done / total) * 100)} %`);
    for (const { name, source } of await bootFiles(contents, { signal, onProgress })) {
      if (name.endsWith('.BIN')) virtual.set(name, () => sourceFile(source));
    }
  }
  const seen = folder === undefined ? undefined : await RootFolder.at(folder, writable);
  return new HostFiles(virtual, seen, (line) => log(`${line}\n`));
}

/** A console that is reset, given a program and served until the end. */
class Ps2LinkSession {
  private commands: CommandLine | undefined;
  private line: FileLine | undefined;

  constructor(
    private readonly place: LinkPlace,
    private readonly options: Ps2LinkOptions,
    private readonly port: LinkPort,
    private readonly told: LinkStart,
    private readonly stageMs: number,
  ) {}

  async start(files: HostFiles, run: RunSettings): Promise<void> {
    const { place, told, options } = this;
    const { progress, signal } = told;
    const stages = new Stages(progress, this.stageMs, signal);
    this.commands = await CommandLine.open(place, (text) => told.log(text));
    progress(`Connecting to the console at ${place.console}`);
    const first = await FileLine.open(place, files, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Error(
        `${error instanceof Error ? error.message : String(error)}: see that the console is on, shows ps2link with this address, and is on this network.`,
      );
    });
    await this.commands.send({ kind: 'reset' });
    await first.close();
    await pause(options.resetMs, signal);
    const reach = 'see whether the television shows ps2link again';
    this.line = await stages.wait('ps2link to come back after the reset', reach, () =>
      FileLine.open(place, files, signal).catch(() => undefined),
    );
    this.line.gone.catch((error: unknown) =>
      this.port.close(error instanceof Error ? error : new Error(String(error))),
    );
    await this.execute(stages, files, run);
  }

  get gone(): Promise<never> {
    return this.line?.gone ?? new Promise<never>(() => undefined);
  }

  async close(stays: boolean): Promise<void> {
    this.port.close(new Error('The session has ended.'));
    if (!stays) await this.commands?.send({ kind: 'reset' }).catch(() => undefined);
    await this.line?.close();
    this.commands?.close();
    this.commands = undefined;
  }

  /** Says execee until the console asks for the program. */
  private async execute(stages: Stages, files: HostFiles, run: RunSettings): Promise<void> {
    const words = [
      `host:${programName}`,
      `link=host:${linkName}`,
      `wait=${run.waitForDebuggerMs}`,
      ...(this.options.files === 'disc' ? ['folder=disc'] : []),
    ];
    let said = -Infinity;
    await stages.wait(
      'the console to fetch the program',
      'commands go by UDP: see that no firewall is between, and that "commandPort" is right',
      async () => {
        if (files.wasOpened(programName)) return true;
        if (performance.now() - said > repeatMs) {
          said = performance.now();
          await this.commands?.send({ kind: 'execee', words });
        }
        return undefined;
      },
    );
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const end = setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    const aborted = (): void => {
      clearTimeout(end);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', aborted, { once: true });
  });
}
