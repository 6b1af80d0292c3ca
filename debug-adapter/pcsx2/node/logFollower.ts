import { open, type FileHandle } from 'node:fs/promises';

const intervalMs = 100;
const pieceBytes = 0x10000;

/** Reads what another program appends to a file, from its start. The file may not exist yet. */
export class LogFollower {
  private readonly decoder = new TextDecoder();
  private file: FileHandle | undefined;
  private at = 0;
  private isEnded = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly onText: (text: string) => void,
  ) {
    this.schedule();
  }

  /** Reads the rest and closes the file. */
  async end(): Promise<void> {
    if (this.isEnded) return;
    this.isEnded = true;
    clearTimeout(this.timer);
    await this.turn;
    await this.read();
    await this.file?.close();
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      this.turn = this.read().finally(() => {
        if (!this.isEnded) this.schedule();
      });
    }, intervalMs);
  }

  /** Reads new text. A log that cannot be read does not end the session. */
  private async read(): Promise<void> {
    try {
      this.file ??= await open(this.path, 'r');
      const buffer = new Uint8Array(pieceBytes);
      for (;;) {
        const { bytesRead } = await this.file.read(buffer, 0, pieceBytes, this.at);
        if (bytesRead === 0) return;
        this.at += bytesRead;
        this.onText(this.decoder.decode(buffer.subarray(0, bytesRead), { stream: true }));
      }
    } catch {
      // Tried again at the next turn.
    }
  }
}
