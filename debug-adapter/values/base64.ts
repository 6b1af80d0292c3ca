import { AdapterError } from '../errors/adapterError';

/** Bytes as base64, in any host. */
export function base64Of(bytes: Uint8Array): string {
  const piece = 0x8000;
  let text = '';
  for (let start = 0; start < bytes.length; start += piece) {
    text += String.fromCharCode(...bytes.subarray(start, start + piece));
  }
  return btoa(text);
}

/** The bytes of standard base64. @throws AdapterError when the text is not base64. */
export function bytesOfBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new AdapterError('arguments', 'The data to write is not valid base64.');
  }
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
