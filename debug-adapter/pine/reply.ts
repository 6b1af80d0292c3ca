import { viewOf } from '../../common/littleEndian';
import { Received } from '../../common/received';
import { replyHeadBytes, replyLimitBytes, resultFailed, resultOk } from '../../ps2/pine/wire';
import { PineLinkError } from './error';

/** The contents of a complete reply. */
export type Reply = { readonly ok: true; readonly payload: Uint8Array } | { readonly ok: false };

/** Assembles a reply from the pieces in which it arrives. */
export class ReplyReader {
  private readonly received = new Received();

  /**
   * Adds a piece. @returns the reply, once it is complete.
   * @throws PineLinkError when the bytes are not a valid reply.
   */
  push(chunk: Uint8Array): Reply | undefined {
    this.received.push(chunk);
    const { bytes } = this.received;
    if (bytes.length < 4) return undefined;
    const length = viewOf(bytes).getUint32(0, true);
    if (length < replyHeadBytes || length >= replyLimitBytes) {
      throw unknown(`a reply of ${length} bytes, expected ${replyHeadBytes} to ${replyLimitBytes - 1}`);
    }
    if (bytes.length < length) return undefined;
    if (bytes.length > length) throw unknown(`${bytes.length - length} bytes after the end of a reply`);
    const result = bytes[4];
    if (result === resultFailed && length === replyHeadBytes) return { ok: false };
    if (result !== resultOk) throw unknown(`the result ${result} in a reply of ${length} bytes`);
    return { ok: true, payload: bytes.slice(replyHeadBytes) };
  }
}

function unknown(found: string): PineLinkError {
  return new PineLinkError(
    `The program at this slot does not speak PINE: it sent ${found}. Check whether another program uses this slot.`,
  );
}
