import { viewOf } from '../../common/littleEndian';
import type { MemoryPart, MemoryRange } from '../../ps2/pine/machine';
import type { MemoryPort } from '../mailbox/memoryPort';
import type { HostFile, VirtualFile } from './hostFiles';

/** Sizes of the program's buffers (runtime/console/link.c). */
const mostBytes = 16_384;
const headBytes = 8;
const recordBytes = 12;
const kinds = { read: 1, write: 2 } as const;

/** A waiting program gets an empty reply after this time, because it watches the heartbeat of its host. */
const holdMs = 500;

/** A program that has polled before and then has not for this time no longer runs. */
const patienceMs = 15_000;
const watchMs = 500;

interface Wish {
  readonly kind: 'read' | 'write';
  readonly address: number;
  readonly bytes: number;
  readonly data?: Uint8Array;
  readonly resolve: (data: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/**
 * RAM of a program that transfers it through two files of `host:`, which it reads and writes (docs/mailbox.md,
 * "Over host:"). `poll` is answered at once, `wait` when there is a request for the program.
 */
export class LinkPort implements MemoryPort {
  private readonly queue: Wish[] = [];
  /** Requests that the program has received and not answered. */
  private sent: { readonly number: number; readonly wishes: readonly Wish[] } | undefined;
  private number = 0;
  private answer: Uint8Array = new Uint8Array(0);
  /** Ends the wait of an idle program. */
  private wake: () => void = () => undefined;
  private closed: Error | undefined;

  private known = false;

  /**
   * @param startMs how long the program may take until it looks for its debugger for the first time.
   * @param rescue accesses memory in another way if the program has stopped polling; undefined while there is none.
   */
  constructor(
    private readonly startMs: number,
    private readonly rescue: () => Pick<MemoryPort, 'read' | 'write'> | undefined = () => undefined,
  ) {}

  /** The two files, by the end of their names. */
  readonly files: Readonly<Record<'poll' | 'wait', VirtualFile>> = {
    poll: () => this.file(false),
    wait: () => this.file(true),
  };

  async read(address: number, length: number): Promise<Uint8Array> {
    const all = new Uint8Array(length);
    for (let done = 0; done < length; done += mostBytes) {
      const bytes = Math.min(mostBytes, length - done);
      all.set(await this.ask({ kind: 'read', address: address + done, bytes }), done);
    }
    return all;
  }

  async write(address: number, bytes: Uint8Array): Promise<void> {
    const most = mostBytes - headBytes - recordBytes;
    for (let done = 0; done < bytes.length; done += most) {
      const data = bytes.slice(done, done + most);
      await this.ask({ kind: 'write', address: address + done, bytes: data.length, data });
    }
  }

  /** Requests made together are sent together, in order. */
  readAll(ranges: readonly MemoryRange[]): Promise<Uint8Array[]> {
    return Promise.all(ranges.map(({ address, length }) => this.read(address, length)));
  }

  async writeAll(parts: readonly MemoryPart[]): Promise<void> {
    await Promise.all(parts.map(({ address, bytes }) => this.write(address, bytes)));
  }

  /** No more replies will come: pending requests fail with the reason. */
  close(reason: Error): void {
    this.closed ??= reason;
    for (const { reject } of [...(this.sent?.wishes ?? []), ...this.queue.splice(0)]) reject(reason);
    this.sent = undefined;
    this.wake();
  }

  private ask(wish: Pick<Wish, 'kind' | 'address' | 'bytes' | 'data'>): Promise<Uint8Array> {
    if (this.closed) return Promise.reject(this.closed);
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const limitMs = this.known ? patienceMs : Math.max(this.startMs, patienceMs);
      const watch = setInterval(() => {
        if (performance.now() - started > limitMs) {
          asked.reject(
            new Error(
              `Timed out after ${limitMs / 1000} s waiting for the program to look for its debugger: it hangs, or the console is off. Restart the session.`,
            ),
          );
          return;
        }
        const rescue = this.known ? this.rescue() : undefined;
        const at = this.queue.indexOf(asked);
        if (!rescue || at < 0) return;
        this.queue.splice(at, 1);
        rescued(rescue, wish).then(asked.resolve, asked.reject);
      }, watchMs);
      const done = <T>(action: (value: T) => void) => {
        return (value: T): void => {
          clearInterval(watch);
          action(value);
        };
      };
      const asked: Wish = { ...wish, resolve: done(resolve), reject: done(reject) };
      this.queue.push(asked);
      this.wake();
    });
  }

  private file(waits: boolean): HostFile {
    return {
      read: async (bytes) => {
        // A program that asks again has finished its replies.
        this.sent?.wishes.forEach(({ reject }) =>
          reject(new Error('The program did not send the requested memory.')),
        );
        this.sent = undefined;
        if (waits && this.queue.length === 0 && !this.closed) await this.somethingToSay();
        return this.next(Math.min(bytes, mostBytes));
      },
      write: (data) => {
        this.take(data);
        return Promise.resolve(data.length);
      },
      seek: () => Promise.reject(new Error('it cannot seek')),
      close: () => Promise.resolve(),
    };
  }

  private somethingToSay(): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(resolve, holdMs);
      this.wake = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }

  /** As many requests as fit, in order; no bytes if there are none. */
  private next(capacity: number): Uint8Array {
    const wishes: Wish[] = [];
    let [size, answers] = [headBytes, 0];
    for (let first = this.queue[0]; first; first = this.queue[0]) {
      const grown = size + recordBytes + Math.ceil((first.data?.length ?? 0) / 4) * 4;
      const answered = answers + (first.kind === 'read' ? first.bytes : 0);
      if (grown > capacity || answered > mostBytes) break;
      [size, answers] = [grown, answered];
      wishes.push(first);
      this.queue.shift();
    }
    if (wishes.length === 0) return new Uint8Array(0);
    const bytes = new Uint8Array(size);
    const view = viewOf(bytes);
    this.number = (this.number + 1) >>> 0;
    view.setUint32(0, this.number, true);
    view.setUint32(4, size - headBytes, true);
    let at = headBytes;
    for (const { kind, address, bytes: length, data } of wishes) {
      view.setUint32(at, kinds[kind], true);
      view.setUint32(at + 4, address, true);
      view.setUint32(at + 8, length, true);
      at += recordBytes;
      if (!data) continue;
      bytes.set(data, at);
      at += Math.ceil(data.length / 4) * 4;
    }
    this.sent = { number: this.number, wishes };
    this.answer = new Uint8Array(0);
    return bytes;
  }

  /** A piece of a reply, as the network splits it. */
  private take(data: Uint8Array): void {
    const all = new Uint8Array(this.answer.length + data.length);
    all.set(this.answer);
    all.set(data, this.answer.length);
    this.answer = all;
    if (all.length < headBytes) return;
    const view = viewOf(all);
    const { sent } = this;
    if (!sent || view.getUint32(0, true) !== sent.number) {
      this.answer = new Uint8Array(0);
      return;
    }
    const bytes = view.getUint32(4, true);
    if (all.length < headBytes + bytes) return;
    this.sent = undefined;
    this.known = true;
    let at = headBytes;
    for (const wish of sent.wishes) {
      if (wish.kind === 'write') {
        wish.resolve(new Uint8Array(0));
        continue;
      }
      const end = at + wish.bytes;
      if (end > headBytes + bytes) {
        wish.reject(
          new Error(`The program cannot read ${wish.bytes} bytes at 0x${wish.address.toString(16)}.`),
        );
      } else wish.resolve(all.slice(at, end));
      at = end;
    }
  }
}

async function rescued(
  port: Pick<MemoryPort, 'read' | 'write'>,
  { kind, address, bytes, data }: Pick<Wish, 'kind' | 'address' | 'bytes' | 'data'>,
): Promise<Uint8Array> {
  if (kind === 'read') return port.read(address, bytes);
  await port.write(address, data ?? new Uint8Array(0));
  return new Uint8Array(0);
}
