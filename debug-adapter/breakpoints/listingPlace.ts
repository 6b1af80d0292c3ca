import type { ByteSource } from '../../disc/byteSource';
import { idsOfLines } from '../../model/plan/listingIds';

/** A text in which an editor sets breakpoints, as a view of the session's listing. Lines count from 1. */
export interface ListingPlace {
  /** Identifies the text: an editor replaces the breakpoints of one text at a time. */
  readonly key: string;
  /** The line of the session's listing for a line of the text; past its end if there is none. */
  toListing(line: number): number;
  fromListing(line: number): number;
}

/** The session's listing itself. */
export const ownListing: ListingPlace = {
  key: 'listing',
  toListing: (line) => line,
  fromListing: (line) => line,
};

/** The first words of every listing (`renderListing`). */
const firstWords = '# Forward pass of ';

/** The longest listing file that is read. A model with ten thousand matrices has a listing of 3 MB. */
const mostBytes = 64 << 20;

/** The text of a file that `ps2ml plan --listing` wrote; undefined if it is another file. */
export async function readListingFile(source: ByteSource): Promise<string | undefined> {
  if (source.size < firstWords.length || source.size > mostBytes) return undefined;
  const decoder = new TextDecoder();
  if (decoder.decode(await source.read(0, firstWords.length)) !== firstWords) return undefined;
  return decoder.decode(await source.read(0, source.size));
}

/** A listing in a file. Its lines need not be those of the session's listing: both are found by operation id. */
export function listingInFile(path: string, text: string, listing: string): ListingPlace {
  const there = idsOfLines(text);
  const here = idsOfLines(listing);
  const hereById = new Map([...here].map(([line, id]) => [id, line]));
  const thereById = new Map([...there].map(([line, id]) => [id, line]));
  return {
    key: path,
    toListing: (line) => {
      // As in the listing itself, a line without an operation stands for the next one.
      const next = [...there].find(([candidate]) => candidate >= line);
      return (next && hereById.get(next[1])) ?? Infinity;
    },
    fromListing: (line) => {
      const id = here.get(line);
      return (id === undefined ? undefined : thereById.get(id)) ?? line;
    },
  };
}
