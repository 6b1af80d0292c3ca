import { maxRequestBytes, requestHeadBytes } from './wire';

/**
 * Splits a stream into requests as PCSX2's server does, including its defects: bytes that arrive together with the
 * end of a request are lost, and an invalid length discards everything received so far without an answer, so the next
 * bytes start a new request.
 */
export class RequestReader {
  private bytes = new Uint8Array();

  /** Adds received bytes. @returns the commands of a request, once it is complete. */
  push(chunk: Uint8Array): Uint8Array | undefined {
    const bytes = new Uint8Array(this.bytes.length + chunk.length);
    bytes.set(this.bytes);
    bytes.set(chunk, this.bytes.length);
    this.bytes = bytes;
    if (bytes.length < requestHeadBytes) return undefined;
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const isBad = length < requestHeadBytes || length > maxRequestBytes;
    if (!isBad && bytes.length < length) return undefined;
    this.bytes = new Uint8Array();
    return isBad ? undefined : bytes.subarray(requestHeadBytes, length);
  }
}
