import { errorText } from '../../../common/errorText';
import { MemorySource } from '../../../disc/byteSource';
import { bootFiles, rawModelName } from '../../../image/bootFiles';
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

/** The name of the program on `host:`, and the start of the names of the session's other files. */
const programName = 'ps2ml.elf';
const linkName = 'ps2ml.';
/** A command may get lost. Only one program can run after a reset, so execee can be sent again. */
const repeatMs = 2000;
/** How often execee is sent before the console is reset again. */
const mostSent = 3;
/** A program that has sent no request for this time has stopped polling. */
const quietMs = 4000;

/** A console that is given a program, or already runs one, and is served until the session ends. */
export class Ps2LinkSession {
  private readonly rescue = new MemoryRescue((command) => this.send(command), linkName);
  /** Memory of the program. */
  readonly port: LinkPort;
  private files: HostFiles | undefined;
  private commands: CommandLine | undefined;
  private line: FileLine | undefined;
  /** Whether the console may read the model, because its program is the session's. */
  private isRecognised = false;
  /** The session starts a program; otherwise it takes the one that runs. */
  private isStarting = false;

  /** @param stageMs limit for each stage of the start. */
  constructor(
    private readonly place: LinkPlace,
    private readonly options: Ps2LinkOptions,
    private readonly startOptions: LinkStart,
    private readonly stageMs: number,
  ) {
    this.port = new LinkPort(stageMs, () => ((this.files?.quietMs ?? 0) > quietMs ? this.rescue : undefined));
  }

  /** Resets the console and connects to it again. @returns undefined while it does not answer. */
  private async reset(files: HostFiles): Promise<FileLine | undefined> {
    await this.line?.close();
    await this.send({ kind: 'reset' });
    await pause(this.options.resetMs, this.startOptions.signal);
    return this.reconnect(files);
  }

  private reconnect(files: HostFiles): Promise<FileLine | undefined> {
    const { signal } = this.startOptions;
    return FileLine.open(this.place, files, signal).catch(() => {
      signal.throwIfAborted();
      return undefined;
    });
  }

  /** Resets the console and starts the program. @throws Error, or the reason of the abort; call `close` then. */
  async start(program: Program, run: RunSettings, elf: Uint8Array): Promise<void> {
    const { progress, signal } = this.startOptions;
    const stages = new Stages(progress, this.stageMs, signal);
    this.isStarting = true;
    const files = (this.files = await this.hostFiles(program, run, elf));
    this.recognised();
    this.line = await this.connect(files);
    const restarted = await this.reset(files);
    const reach = 'check that the television shows ps2link again';
    const line =
      restarted ??
      (await stages.wait('ps2link to restart after the reset', reach, () => this.reconnect(files)));
    this.serveOn(line);
    await this.execute(stages, files, run, program.choices !== undefined);
  }

  /**
   * Attaches to the program that runs on the console. The program finds the mailbox files of this session after the
   * earlier PC program has ended. @throws Error, or the reason of the abort; call `close` then.
   */
  async attach(program: Program, run: RunSettings, elf: Uint8Array): Promise<void> {
    const { progress, signal } = this.startOptions;
    const files = (this.files = await this.hostFiles(program, run, elf));
    const line = await this.connect(files);
    this.serveOn(line);
    await new Stages(progress, this.stageMs, signal, line.gone).wait(
      'the program to look for its debugger',
      'you can only attach to a running program that ps2link started from "host:"; if the program has ended or runs without ps2link, use "launch"',
      () => Promise.resolve(files.wasOpened(`${linkName}wait`) ? true : undefined),
    );
  }

  /** The program executes the session's plan, so it may read the session's files. */
  recognised(): void {
    this.isRecognised = true;
  }

  /** Rejects with a sentence when the connection is lost; never resolves. */
  get gone(): Promise<never> {
    return this.line?.gone ?? new Promise<never>(() => undefined);
  }

  /** Releases the console. Never fails. @param stays keeps its program running; otherwise the console is reset. */
  async close(stays: boolean): Promise<void> {
    this.port.close(new Error('The session has ended.'));
    if (!stays && this.line) await this.send({ kind: 'reset' }).catch(() => undefined);
    await this.line?.close();
    this.commands?.close();
    this.commands = undefined;
  }

  private async connect(files: HostFiles): Promise<FileLine> {
    const { place, startOptions } = this;
    const { progress, signal } = startOptions;
    this.commands = await CommandLine.open(place, (text) => startOptions.log(text));
    progress(`Connecting to the console at ${place.console}`);
    return FileLine.open(place, files, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new Error(
        `${errorText(error)}: check that the console is on, shows ps2link with this address, and is on this network.`,
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

  /** The files of `host:`. */
  private async hostFiles(
    { model, plan, tokenizer, disc, choices }: Program,
    run: RunSettings,
    elf: Uint8Array,
  ): Promise<HostFiles> {
    const { port, rescue, options, startOptions } = this;
    const virtual = new Map<string, VirtualFile>([[programName, () => sourceFile(new MemorySource(elf))]]);
    // A program that ran before, and runs on when the reset is lost, must not take this session for its own.
    const isExpected = (): boolean => !this.isStarting || this.files?.wasOpened(programName) === true;
    for (const [name, file] of Object.entries({ ...port.files, ...rescue.files }))
      virtual.set(linkName + name, () => (isExpected() ? file() : undefined));
    if (options.files === 'host') {
      virtual.set(rawModelName, () => (this.isRecognised ? sourceFile(model.source) : undefined));
    }
    if (options.files === 'host' && disc?.reads !== 'psnt') {
      const contents = {
        model,
        plan,
        run,
        elf,
        ...(tokenizer && { tokenizer }),
        ...(choices && { choices }),
      };
      const onProgress = (done: number, total: number): void =>
        startOptions.progress(`Packing the weights: ${Math.floor((done / total) * 100)} %`);
      for (const { name, source } of await bootFiles(contents, { signal: startOptions.signal, onProgress })) {
        if (!name.endsWith('.BIN')) continue;
        // A program with another model would compute with the wrong weights.
        virtual.set(name, () => (this.isRecognised ? sourceFile(source) : undefined));
      }
    }
    const { folder, writable } = options;
    const seen = folder === undefined ? undefined : await folderAt(folder, writable);
    return new HostFiles(virtual, seen, (line) => startOptions.log(`${line}\n`));
  }

  /** Sends execee until the console requests the program. @param isInteractive it shows its menu. */
  private async execute(
    stages: Stages,
    files: HostFiles,
    run: RunSettings,
    isInteractive: boolean,
  ): Promise<void> {
    const words = [
      `host:${programName}`,
      `link=host:${linkName}`,
      `wait=${run.waitForDebuggerMs}`,
      ...(this.options.files === 'disc' ? ['folder=disc'] : []),
      ...(isInteractive ? ['menu=yes'] : []),
    ];
    let sentMs = -Infinity;
    let sent = 0;
    let isReset = false;
    await stages.wait(
      'the console to load the program',
      'commands use UDP: check the firewall and "commandPort"',
      async () => {
        if (files.wasOpened(programName)) return true;
        if (performance.now() - sentMs > repeatMs) {
          if (sent === mostSent) {
            // A console that runs a program ignores execee until it is reset, and the reset may have got lost.
            const line = await (isReset ? this.reconnect(files) : this.reset(files));
            isReset = line === undefined;
            if (line === undefined) return undefined;
            this.serveOn(line);
            sent = 0;
          }
          sent++;
          sentMs = performance.now();
          await this.send({ kind: 'execee', words });
        }
        return undefined;
      },
    );
  }
}

async function folderAt(folder: string, isWritable: boolean): Promise<RootFolder> {
  return RootFolder.at(folder, isWritable).catch((error: unknown) => {
    throw new Error(`The host: folder ${folder} does not exist: correct "folder" in "ps2link".`, {
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
