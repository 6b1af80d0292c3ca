import { Received } from '../../common/received';
import { decodeFileReply, encodeFileRequest, mostWriteBytes, type FileReply, type FileRequest } from './wire';

/** Sends packets to the PC. */
export interface PacketSender {
  send(bytes: Uint8Array): void;
  /** Closes a connection that cannot continue. */
  hangUp(): void;
}

interface Asked {
  readonly request: FileRequest;
  readonly resolve: (reply: FileReply) => void;
}

const failed: FileReply = { result: -1 };

/** The console's file requests: one at a time, each answered before the next is sent. Without a PC they fail. */
export class FileChannel {
  private sender: PacketSender | undefined;
  private readonly received = new Received();
  private readonly queue: Asked[] = [];
  private active: Asked | undefined;

  /** The newest PC replaces an older one, whose open request fails. */
  connect(sender: PacketSender): void {
    const old = this.sender;
    this.lose();
    old?.hangUp();
    this.sender = sender;
  }

  /** A PC has disconnected. */
  disconnect(sender: PacketSender): void {
    if (this.sender === sender) this.lose();
  }

  ask(request: FileRequest): Promise<FileReply> {
    if (!this.sender) return Promise.resolve(failed);
    return new Promise((resolve) => {
      this.queue.push({ request, resolve });
      this.next();
    });
  }

  /** Writes in pieces as small as ps2link's. @returns bytes written, or negative. */
  async write(descriptor: number, bytes: Uint8Array): Promise<number> {
    let done = 0;
    do {
      const data = bytes.subarray(done, done + mostWriteBytes);
      const { result } = await this.ask({ kind: 'write', descriptor, data });
      if (result < 0) return result;
      done += result;
      if (result < data.length) break;
    } while (done < bytes.length);
    return done;
  }

  receive(bytes: Uint8Array): void {
    this.received.push(bytes);
    const { active, sender } = this;
    // Unrequested: a console would use it as the answer to its next request.
    if (!active) return;
    try {
      const found = decodeFileReply(active.request.kind, this.received.bytes);
      if (!found) return;
      this.received.drop(found.bytes);
      this.active = undefined;
      active.resolve(found.reply);
      this.next();
    } catch {
      this.lose();
      sender?.hangUp();
    }
  }

  private next(): void {
    if (this.active) return;
    this.active = this.queue.shift();
    if (this.active) this.sender?.send(encodeFileRequest(this.active.request));
  }

  private lose(): void {
    this.sender = undefined;
    this.received.clear();
    const open = [...(this.active ? [this.active] : []), ...this.queue.splice(0)];
    this.active = undefined;
    for (const { resolve } of open) resolve(failed);
  }
}
