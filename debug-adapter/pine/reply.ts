import { replyHeadBytes, replyLimitBytes, resultFailed, resultOk } from '../../ps2/pine/wire';
import { PineLinkError } from './error';

/** The contents of a complete reply. */
export type Reply = { readonly ok: true; readonly payload: Uint8Array } | { readonly ok: false };

/** Assembles a reply from the pieces in which it arrives. */
export class ReplyReader {
  private bytes = new Uint8Array();

  /**
   * Adds a piece. @returns the reply, once it is complete.
   * @throws PineLinkError when the bytes are not a valid reply.
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
    `The program at this slot does not speak PINE: it sent ${found}. Check whether another program uses this slot.`,
  );
}
