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

/** Bytes of standard base64. @throws AdapterError when the text is something else. */
export function bytesOfBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new AdapterError(
      'arguments',
      'The bytes to write are not base64, which the Debug Adapter Protocol asks for.',
    );
  }
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
