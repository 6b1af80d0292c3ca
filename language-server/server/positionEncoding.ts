import { isRecord } from '../../common/guards';

/** How the protocol counts the characters of a line. Services count in UTF-16. */
export type PositionEncoding = 'utf-8' | 'utf-16' | 'utf-32';

const unitsOf: Readonly<Record<PositionEncoding, (codePoint: number) => number>> = {
  'utf-8': (code) => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4),
  'utf-16': (code) => (code < 0x10000 ? 1 : 2),
  'utf-32': () => 1,
};

const isEncoding = (value: unknown): value is PositionEncoding =>
  typeof value === 'string' && Object.hasOwn(unitsOf, value);

/** The encoding that a client prefers. UTF-16 is the one that every client supports. */
export function preferredEncoding(clientCapabilities: unknown): PositionEncoding {
  const general = isRecord(clientCapabilities) ? clientCapabilities['general'] : undefined;
  const offered: unknown = isRecord(general) ? general['positionEncodings'] : undefined;
  return (Array.isArray(offered) ? offered.find(isEncoding) : undefined) ?? 'utf-16';
}

/** A character of a line in another encoding. One that is past the end, or inside a character, stays so far past it. */
export function recount(line: string, at: number, from: PositionEncoding, to: PositionEncoding): number {
  const [before, after] = [unitsOf[from], unitsOf[to]];
  let [read, written] = [0, 0];
  for (const character of line) {
    if (read >= at) return written;
    const code = character.codePointAt(0) ?? 0;
    read += before(code);
    written += after(code);
  }
  return written + Math.max(0, at - read);
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** What replaces a position in the document with this URI. */
type PositionChange = (position: Position, uri: string) => Position;

/** Fields whose contents are opaque: they return to whoever made them. */
const opaque = new Set(['data', 'arguments']);

/**
 * A copy of a message in which every position is replaced.
 * @param uri the document that positions are in where the message names no other.
 */
export function mapPositions(value: unknown, uri: string, change: PositionChange): unknown {
  if (Array.isArray(value)) return value.map((item) => mapPositions(item, uri, change));
  if (!isRecord(value)) return value;
  const { line, character, textDocument } = value;
  if (typeof line === 'number' && typeof character === 'number')
    return { ...value, ...change({ line, character }, uri) };
  const own = [value['uri'], isRecord(textDocument) ? textDocument['uri'] : undefined].find(
    (candidate) => typeof candidate === 'string',
  );
  const here = own ?? uri;
  const target = typeof value['targetUri'] === 'string' ? value['targetUri'] : here;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      if (opaque.has(name)) return [name, field];
      // Edits by document.
      if (name === 'changes' && isRecord(field)) return [name, mapByUri(field, change)];
      return [name, mapPositions(field, /^target.*Range$/.test(name) ? target : here, change)];
    }),
  );
}

function mapByUri(changes: Readonly<Record<string, unknown>>, change: PositionChange): object {
  return Object.fromEntries(
    Object.entries(changes).map(([uri, edits]) => [uri, mapPositions(edits, uri, change)]),
  );
}

/** Numbers for each semantic token: line and character relative to the token before, length, type, modifiers. */
const tokenFields = 5;

/** Semantic tokens with characters and lengths in another encoding. */
export function recountTokens(
  data: readonly number[],
  lines: readonly string[],
  from: PositionEncoding,
  to: PositionEncoding,
): number[] {
  const result: number[] = [];
  let [line, start, written] = [0, 0, 0];
  for (let i = 0; i + tokenFields <= data.length; i += tokenFields) {
    const [lineStep = 0, startStep = 0, length = 0, type = 0, modifiers = 0] = data.slice(i, i + tokenFields);
    line += lineStep;
    start = lineStep === 0 ? start + startStep : startStep;
    const text = lines[line] ?? '';
    const [first, end] = [start, start + length].map((at) => recount(text, at, from, to));
    const [begin = 0, stop = 0] = [first, end];
    result.push(lineStep, lineStep === 0 ? begin - written : begin, stop - begin, type, modifiers);
    written = begin;
  }
  return result;
}
