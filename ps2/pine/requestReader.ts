import { maxRequestBytes, requestHeadBytes } from './wire';

/**
 * Cuts requests out of a stream the way PCSX2's server does, its defects included: what arrives together with the end
 * of a request is lost, and a length that cannot be forgets what has arrived so far without an answer, so that the
 * next bytes are taken for a new request.
 */
export class RequestReader {
  private bytes = new Uint8Array();

  /** Takes what has arrived. @returns the commands of a request, once it is whole. */
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
