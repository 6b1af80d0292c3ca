import type { ConsoleClient } from '../worker/consoleClient';
import { errorText } from '../../common/errorText';
import { RAM_BYTES } from '../cpu/stateLayout';
import type { HostAnswer, HostRequest } from '../iop/remoteFiles';
import type { HostWish, Report, RunEnd } from '../worker/messages';
import type { ConsoleOptions } from '../console/options';
import { RealTimePace } from '../console/realTimePace';
import type { FileChannel } from './fileChannel';
import type { LinkCommand } from './wire';

/** Cycles between two checks for file requests of the program. */
const chunkCycles = 50_000;
/** How often a console without a program checks for one, in milliseconds. */
const idleMs = 5;
/** Memory is transferred in steps of this many bytes. */
const memoryStep = 16_384;
/** Flags of open: read; write | create, without truncating, as in `pkoDumpMem` of ps2link's ee/cmdHandler.c. */
const [forReading, forWriting] = [0x1, 0x202];

/** Events of the console other than file requests. */
interface LinkListener {
  /** Text of the log, as ps2link broadcasts it. */
  log(text: string): void;
  /** The console was switched off. */
  poweredOff(): void;
}

/** A built-in console behind ps2link: waits for commands, runs one program per reset, at the speed of a real one. */
export class LinkConsole {
  private readonly pace = new RealTimePace();
  private readonly decoder = new TextDecoder();
  private runs = false;
  /** One program per reset; a second execee is ignored. */
  private executed = false;
  private resets = 0;
  private isBusy = false;
  /** Commands do not queue: while one runs, only the last received one is kept. */
  private next: LinkCommand | undefined;

  /** @param image path of the image of the disc in the drive; without it the drive is empty. */
  constructor(
    private readonly client: Pick<ConsoleClient, 'ask'>,
    private readonly image: string | undefined,
    private readonly options: ConsoleOptions,
    private readonly channel: FileChannel,
    private readonly listener: LinkListener,
  ) {}

  /** ps2link is up. @throws Error when the image is invalid. */
  async start(): Promise<void> {
    this.runs = false;
    this.executed = false;
    this.pace.reset();
    await this.client.ask('start', {
      ...(this.image !== undefined && { image: this.image }),
      // The program tells its starts apart by COUNT.
      options: { ...this.options, startCount: 2 * this.resets++, remoteHost: true },
    });
    this.listener.log('Welcome to ps2link\n');
  }

  /** Handles a command. */
  command(command: LinkCommand): void {
    if (this.isBusy) {
      this.next = command;
      return;
    }
    this.isBusy = true;
    void this.execute(command).then(() => {
      this.isBusy = false;
      const { next } = this;
      this.next = undefined;
      if (next) this.command(next);
    });
  }

  /** Sends the program's output to the log. */
  report({ text }: Report): void {
    const said = this.decoder.decode(text, { stream: true });
    if (said !== '') this.listener.log(said);
  }

  /** Sends a file request of the program to the PC. */
  wish({ id, request }: HostWish): void {
    void this.answerOf(request).then((answer) => this.client.ask('answerHost', { id, answer }));
  }

  /** Runs the current program until the signal aborts. @throws Error when the console fails. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (!this.runs) {
        await new Promise((resolve) => setTimeout(resolve, idleMs));
        continue;
      }
      const { end, cycles } = await this.client.ask('run', { maxCycles: chunkCycles });
      if (end.kind === 'budget') await this.pace.keep(cycles);
      else this.ended(end);
    }
  }

  private ended(end: RunEnd): void {
    // A reset has ended the program.
    if (end.kind === 'paused') return;
    this.runs = false;
    if (end.kind === 'crash') this.listener.log(`EE: ${end.message}\n`);
  }

  private async execute(command: LinkCommand): Promise<void> {
    try {
      await this.obey(command);
    } catch (error) {
      this.listener.log(`ps2link: ${errorText(error)}\n`);
    }
  }

  private async obey(command: LinkCommand): Promise<void> {
    switch (command.kind) {
      case 'reset':
        this.runs = false;
        await this.client.ask('pause', {});
        await this.start();
        return;
      case 'poweroff':
        this.runs = false;
        this.listener.poweredOff();
        return;
      case 'execee':
        if (this.executed) return;
        // A program that could not be loaded leaves room for the next, as in `pkoExecEE` of ps2link's ee/cmdHandler.c.
        this.executed = await this.executeProgram(command.words);
        return;
      case 'dumpmem':
        await this.dump(command.address, command.bytes, pathOf(command.path));
        return;
      case 'writemem':
        await this.fill(command.address, command.bytes, pathOf(command.path));
        return;
      default:
        this.listener.log(`ps2link: ${command.kind} is not supported by the built-in console.\n`);
    }
  }

  /** @returns whether it runs. @throws Error when it is not a program. */
  private async executeProgram(words: readonly string[]): Promise<boolean> {
    const name = words[0] ?? '';
    const bytes = await this.readFile(pathOf(name));
    if (bytes === undefined) {
      this.listener.log(`Could not find ELF: ${name}\n`);
      return false;
    }
    await this.client.ask('execute', { bytes, words });
    this.runs = true;
    return true;
  }

  private async readFile(path: string): Promise<Uint8Array | undefined> {
    const { channel } = this;
    const { result: descriptor } = await channel.ask({ kind: 'open', path, flags: forReading });
    if (descriptor < 0) return undefined;
    const { result: size } = await channel.ask({ kind: 'lseek', descriptor, offset: 0, whence: 2 });
    await channel.ask({ kind: 'lseek', descriptor, offset: 0, whence: 0 });
    const parts: Uint8Array[] = [];
    for (let done = 0; done < size;) {
      const { data } = await channel.ask({
        kind: 'read',
        descriptor,
        bytes: Math.min(memoryStep, size - done),
      });
      if (!data || data.length === 0) break;
      parts.push(data);
      done += data.length;
    }
    await channel.ask({ kind: 'close', descriptor });
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all.length === size ? all : undefined;
  }

  /** Memory → file, through ps2link's own remote calls, whose END packets reach the program's handler. */
  private async dump(address: number, bytes: number, path: string): Promise<void> {
    const { channel, client } = this;
    const { result: descriptor } = await channel.ask({ kind: 'open', path, flags: forWriting });
    if (descriptor < 0) return;
    await client.ask('finishInjectedCall', {});
    for (let done = 0; done < bytes; done += memoryStep) {
      const length = Math.min(memoryStep, bytes - done);
      const [data] = await client.ask('read', { ranges: [{ address: address + done, length }] });
      if (!data || (await channel.write(descriptor, data)) < data.length) break;
      await client.ask('finishInjectedCall', {});
    }
    await channel.ask({ kind: 'close', descriptor });
    this.listener.log('dumpmem: done\n');
  }

  /** File → memory. */
  private async fill(address: number, bytes: number, path: string): Promise<void> {
    const file = await this.readFile(path);
    if (!file) return;
    const written = Math.max(0, Math.min(bytes, file.length, RAM_BYTES - (address & 0x1fffffff)));
    await this.client.ask('write', { parts: [{ address, bytes: file.slice(0, written) }] });
    await this.client.ask('finishInjectedCall', {});
    const why = written === file.length ? 'the file ends there' : 'memory ends there';
    this.listener.log(
      written === bytes ? 'writemem: done\n' : `writemem: wrote ${written} of ${bytes} bytes: ${why}\n`,
    );
  }

  private async answerOf(request: HostRequest): Promise<HostAnswer> {
    const { channel } = this;
    switch (request.kind) {
      case 'open':
        return channel.ask({ kind: 'open', path: request.path, flags: request.flags });
      case 'close':
        return channel.ask({ kind: 'close', descriptor: request.descriptor });
      case 'seek':
        return channel.ask({ ...request, kind: 'lseek' });
      case 'write':
        return { result: await channel.write(request.descriptor, request.bytes) };
      case 'read': {
        const { result, data } = await channel.ask(request);
        return { result, ...(data && { bytes: data }) };
      }
    }
  }
}

/** Paths go to the PC without their device. */
function pathOf(name: string): string {
  return name.replace(/^host\d*:/, '');
}
