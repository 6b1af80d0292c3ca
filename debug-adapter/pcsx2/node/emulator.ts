import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../../disc/node/temporaryFolder';
import { commandLine } from '../commandLine';
import type { Pcsx2Installation } from '../installation';
import { LogFollower } from './logFollower';

/** How long PCSX2 may take to exit on request, in milliseconds. */
const endMs = 3000;

/** How often, and how many milliseconds apart, to check whether the last of its processes has ended. */
const [groupTries, groupPauseMs] = [100, 10];

/** A PCSX2 that PS2 ML started, with all its child processes. */
export class Emulator {
  /** Rejects with a sentence when PCSX2 exits on its own. */
  readonly gone: Promise<never>;
  private readonly exited: Promise<void>;
  private isOver = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly follower: LogFollower,
  ) {
    let exit = (): void => undefined;
    this.exited = new Promise((resolve) => (exit = resolve));
    this.gone = new Promise((_, reject) => {
      child.on('error', (error) => {
        exit();
        reject(new Error(`Cannot start PCSX2: ${error.message}.`));
      });
      child.on('exit', (code, signal) => {
        exit();
        void this.describeEnd(code, signal).then((sentence) => reject(new Error(sentence)));
      });
    });
    // Nothing may wait for this promise, so handle its rejection.
    this.gone.catch(() => undefined);
    process.once('exit', this.killNow);
  }

  /** Starts PCSX2 with a disc image. @param onLog receives its log. */
  static async start(
    installation: Pcsx2Installation,
    image: string,
    onLog: (text: string) => void,
  ): Promise<Emulator> {
    const folder = await temporaryFolder('pcsx2');
    const logFile = join(folder, 'emulog.txt');
    const { command, args } = commandLine(installation, image, logFile);
    // A process group of its own, so that its children end with it. They must not hold the streams of this process.
    const isGroup = process.platform !== 'win32';
    const child = spawn(command, args, { detached: isGroup, stdio: 'ignore', windowsHide: false });
    return new Emulator(child, folder, new LogFollower(logFile, onLog));
  }

  /** Ends PCSX2, by force if it does not exit on request. */
  async stop(): Promise<void> {
    if (!this.isOver) {
      this.isOver = true;
      this.signal('SIGTERM');
      await Promise.race([this.exited, sleep(endMs)]);
      // Its children may still run.
      this.signal('SIGKILL');
      await Promise.race([this.exited, sleep(endMs)]);
      await this.groupEnds();
    }
    await this.letGo();
  }

  /** Leaves PCSX2 running. */
  async leave(): Promise<void> {
    this.isOver = true;
    this.child.unref();
    await this.letGo();
  }

  private async letGo(): Promise<void> {
    process.off('exit', this.killNow);
    await this.follower.end();
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
  }

  private readonly killNow = (): void => this.signal('SIGKILL');

  private signal(name: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    if (process.platform === 'win32') {
      const force = name === 'SIGKILL' ? ['/F'] : [];
      spawn('taskkill', ['/PID', String(pid), '/T', ...force], { stdio: 'ignore' }).on(
        'error',
        () => undefined,
      );
      return;
    }
    try {
      process.kill(-pid, name);
    } catch {
      // All processes of the group have ended.
    }
  }

  /** Waits briefly until all processes of the group have ended, because they hold the PINE slot. */
  private async groupEnds(): Promise<void> {
    const { pid } = this.child;
    if (pid === undefined || process.platform === 'win32') return;
    for (let left = groupTries; left > 0 && isThere(-pid); left--) await sleep(groupPauseMs);
  }

  private async describeEnd(code: number | null, signal: string | null): Promise<string> {
    const how = signal === null ? `with code ${code ?? 0}` : `by ${signal}`;
    const log = await readFile(join(this.folder, 'emulog.txt'), 'utf8').catch(() => '');
    const last = log.trimEnd().split('\n').at(-1)?.trim() ?? '';
    const words =
      last === ''
        ? 'Its log is empty; start PCSX2 yourself to see its messages.'
        : `Last line of its log: ${last}`;
    return `PCSX2 exited ${how}. ${words}`;
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
