import { errorText } from '../../../common/errorText';
import { MemorySource } from '../../../disc/byteSource';
import { bootFiles } from '../../../image/bootFiles';
import type { RunSettings } from '../../../model/plan/runSettings';
import type { Program } from '../../../project/program/program';
import type { LinkStart } from '../../targets/link';
import { Stages } from '../../targets/stages';
import { HostFiles, sourceFile, type VirtualFile } from '../hostFiles';
import type { Ps2LinkOptions } from '../launchOptions';
import { LinkPort } from '../linkPort';
import { MemoryRescue } from '../memoryRescue';
import { CommandLine, FileLine, type LinkPlace } from './connection';
import { RootFolder } from './rootFolder';

/** What the program is called on `host:`, and what the session's other files begin with. */
const programName = 'ps2ml.elf';
const linkName = 'ps2ml.';
/** A command may get lost on the way; one program runs a reset, so that execee can be said again. */
const repeatMs = 2000;
/** A program that has wanted nothing of the PC for so long has stopped looking. */
const quietMs = 4000;

/** A console that is given a program, or has one, and is served until the end. */
export class Ps2LinkSession {
  private readonly rescue = new MemoryRescue((command) => this.send(command), linkName);
  /** Memory of the program. */
  readonly port: LinkPort;
  private files: HostFiles | undefined;
  private commands: CommandLine | undefined;
  private line: FileLine | undefined;
  /** The console may have the model: its program is the session's. */
  private isRecognised = false;

  /** @param stageMs limit of each stage of the start. */
  constructor(
    private readonly place: LinkPlace,
    private readonly options: Ps2LinkOptions,
    private readonly told: LinkStart,
    private readonly stageMs: number,
  ) {
    this.port = new LinkPort(stageMs, () => ((this.files?.quietMs ?? 0) > quietMs ? this.rescue : undefined));
  }

  /** Resets the console and starts the program. @throws Error in words, or the reason of the abort; `close` it then. */
  async start(program: Program, run: RunSettings, elf: Uint8Array): Promise<void> {
    const { place, told, options } = this;
    const { progress, signal } = told;
    const stages = new Stages(progress, this.stageMs, signal);
    const files = (this.files = await this.hostFiles(program, run, elf));
    this.recognised();
    const first = await this.connect(files);
    await this.send({ kind: 'reset' });
    await first.close();
    await pause(options.resetMs, signal);
    const reach = 'see whether the television shows ps2link again';
    const line = await stages.wait('ps2link to come back after the reset', reach, () =>
      FileLine.open(place, files, signal).catch(() => undefined),
    );
    this.serveOn(line);
    await this.execute(stages, files, run);
  }

  /**
   * Takes the program that runs on the console: it finds the mailbox's files here, once the PC program that served it
   * before has gone. @throws Error in words, or the reason of the abort; `close` it then.
   */
  async attach(program: Program, run: RunSettings, elf: Uint8Array): Promise<void> {
    const { progress, signal } = this.told;
    const files = (this.files = await this.hostFiles(program, run, elf));
    const line = await this.connect(files);
    this.serveOn(line);
    await new Stages(progress, this.stageMs, signal, line.gone).wait(
      'the program to look for its debugger',
      'a program can be attached to while it runs, when ps2link started it from "host:"; one that has ended, or that runs without ps2link, is to be launched',
      () => Promise.resolve(files.wasOpened(`${linkName}wait`) ? true : undefined),
    );
  }

  /** The program executes the session's plan, so that the session's files are its files. */
  recognised(): void {
    this.isRecognised = true;
  }

  /** Rejects with a sentence when the console has gone; never resolves. */
  get gone(): Promise<never> {
    return this.line?.gone ?? new Promise<never>(() => undefined);
  }

  /** Lets go of the console. @param stays its program is to run on; else it is reset. Never fails. */
  async close(stays: boolean): Promise<void> {
    this.port.close(new Error('The session has ended.'));
    if (!stays && this.line) await this.send({ kind: 'reset' }).catch(() => undefined);
    await this.line?.close();
    this.commands?.close();
    this.commands = undefined;
  }

  private async connect(files: HostFiles): Promise<FileLine> {
    const { place, told } = this;
    const { progress, signal } = told;
    this.commands = await CommandLine.open(place, (text) => told.log(text));
    progress(`Connecting to the console at ${place.console}`);
    return FileLine.open(place, files, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Error(
        `${errorText(error)}: see that the console is on, shows ps2link with this address, and is on this network.`,
      );
    });
  }

  private serveOn(line: FileLine): void {
    this.line = line;
    line.gone.catch((error: unknown) => {
      this.port.close(error instanceof Error ? error : new Error(String(error)));
    });
  }

  private async send(command: Parameters<CommandLine['send']>[0]): Promise<void> {
    await this.commands?.send(command);
  }

  /** What the console finds on `host:`. */
  private async hostFiles(
    { model, plan, tokenizer }: Program,
    run: RunSettings,
    elf: Uint8Array,
  ): Promise<HostFiles> {
    const { port, rescue, options, told } = this;
    const virtual = new Map<string, VirtualFile>([[programName, () => sourceFile(new MemorySource(elf))]]);
    for (const [name, file] of Object.entries({ ...port.files, ...rescue.files }))
      virtual.set(linkName + name, file);
    if (options.files === 'host') {
      const contents = { model, plan, run, elf, ...(tokenizer && { tokenizer }) };
      const onProgress = (done: number, total: number): void =>
        told.progress(`Packing the weights: ${Math.floor((done / total) * 100)} %`);
      for (const { name, source } of await bootFiles(contents, { signal: told.signal, onProgress })) {
        if (!name.endsWith('.BIN')) continue;
        // Weights of another model would be computed with.
        virtual.set(name, () => (this.isRecognised ? sourceFile(source) : undefined));
      }
    }
    const { folder, writable } = options;
    const seen = folder === undefined ? undefined : await folderAt(folder, writable);
    return new HostFiles(virtual, seen, (line) => told.log(`${line}\n`));
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
          await this.send({ kind: 'execee', words });
        }
        return undefined;
      },
    );
  }
}

async function folderAt(folder: string, isWritable: boolean): Promise<RootFolder> {
  return RootFolder.at(folder, isWritable).catch((error: unknown) => {
    throw new Error(`There is no folder ${folder} for host:; correct "folder" in "ps2link".`, {
      cause: error,
    });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const aborted = (): void => {
      clearTimeout(end);
      reject(signal.reason as Error);
    };
    const end = setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    signal.addEventListener('abort', aborted, { once: true });
  });
}
