import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';

const required = createRequire(__filename);

let loaded: Promise<void> | undefined;

/** Loads Oniguruma itself. */
export function loadOniguruma(): Promise<void> {
  loaded ??= readFile(required.resolve('vscode-oniguruma/release/onig.wasm')).then((bytes) =>
    loadWASM(bytes),
  );
  return loaded;
}

/** The matches that Oniguruma finds; undefined when it refuses the pattern. */
export function onigurumaMatches(
  pattern: string,
  text: string,
): { start: number; end: number }[] | undefined {
  let scanner: OnigScanner;
  try {
    scanner = new OnigScanner([pattern]);
  } catch {
    return undefined;
  }
  const found: { start: number; end: number }[] = [];
  let lastEnd = -1;
  const searched = new OnigString(text);
  for (let at = 0; at <= text.length;) {
    const match = scanner.findNextMatchSync(searched, at)?.captureIndices[0];
    if (match === undefined) break;
    const { start, end } = match;
    if (end > start || start !== lastEnd) {
      found.push({ start, end });
      lastEnd = end;
    }
    at = end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
  }
  searched.dispose();
  scanner.dispose();
  return found;
}
