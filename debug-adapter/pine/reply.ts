import { replyHeadBytes, replyLimitBytes, resultFailed, resultOk } from '../../ps2/pine/wire';
import { PineLinkError } from './error';

/** What a whole reply says. */
export type Reply = { readonly ok: true; readonly payload: Uint8Array } | { readonly ok: false };

/** Puts one reply together out of whatever pieces it comes in. */
export class ReplyReader {
  private bytes = new Uint8Array();

  /**
   * Takes what has arrived. @returns the reply, once it is whole.
   * @throws PineLinkError when it cannot be one.
   */
  push(chunk: Uint8Array): Reply | undefined {
    const bytes = new Uint8Array(this.bytes.length + chunk.length);
    bytes.set(this.bytes);
    bytes.set(chunk, this.bytes.length);
    this.bytes = bytes;
    if (bytes.length < 4) return undefined;
    const length = new DataView(bytes.buffer).getUint32(0, true);
    if (length < replyHeadBytes || length >= replyLimitBytes) {
      throw unknown(`a reply of ${length} bytes, expected ${replyHeadBytes} to ${replyLimitBytes - 1}`);
    }
    if (bytes.length < length) return undefined;
    if (bytes.length > length) throw unknown(`${bytes.length - length} bytes after the end of a reply`);
    const result = bytes[4];
    if (result === resultFailed && length === replyHeadBytes) return { ok: false };
    if (result !== resultOk) throw unknown(`the result ${result} in a reply of ${length} bytes`);
    return { ok: true, payload: bytes.subarray(replyHeadBytes) };
  }
}

function unknown(found: string): PineLinkError {
  return new PineLinkError(
    `What answers does not speak PINE: it sent ${found}. See whether another program uses this slot.`,
  );
}
