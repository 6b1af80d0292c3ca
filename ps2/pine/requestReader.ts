import { viewOf } from '../../common/littleEndian';
import { Received } from '../../common/received';
import { maxRequestBytes, requestHeadBytes } from './wire';

/**
 * Splits a stream into requests as PCSX2's server does, including its defects: bytes that arrive together with the
 * end of a request are lost, and an invalid length discards everything received so far without an answer, so the next
 * bytes start a new request.
 */
export class RequestReader {
  private readonly received = new Received();

  /** Adds received bytes. @returns the commands of a request, once it is complete. */
  push(chunk: Uint8Array): Uint8Array | undefined {
    this.received.push(chunk);
    const { bytes } = this.received;
    if (bytes.length < requestHeadBytes) return undefined;
    const length = viewOf(bytes).getUint32(0, true);
    const isBad = length < requestHeadBytes || length > maxRequestBytes;
    if (!isBad && bytes.length < length) return undefined;
    const body = isBad ? undefined : bytes.slice(requestHeadBytes, length);
    this.received.clear();
    return body;
  }
}
