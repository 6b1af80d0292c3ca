/** Levels of lists and objects in each other that are read. Files of models and projects have fewer than ten. */
export const mostJsonDepth = 200;

/**
 * The offset of the bracket with which a JSON text, with or without comments, is nested too deeply; undefined if it is
 * not. Found without recursion: parsers and printers of JSON call themselves for each level.
 */
export function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      // A backslash hides the next character. A string ends with its line, as far as editors are concerned.
      if (code === 0x5c) i++;
      else if (code === 0x22 || code === 0x0a) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > mostJsonDepth) return i;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return undefined;
}
