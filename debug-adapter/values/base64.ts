/** Bytes as base64, in any host. */
export function base64Of(bytes: Uint8Array): string {
  const piece = 0x8000;
  let text = '';
  for (let start = 0; start < bytes.length; start += piece) {
    text += String.fromCharCode(...bytes.subarray(start, start + piece));
  }
  return btoa(text);
}

/** Bytes of standard base64. @throws Error in words when it is none. */
export function bytesOfBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new Error('The bytes to write are no base64: send them as the Debug Adapter Protocol says.');
  }
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
