import type { Location, Range } from 'vscode-languageserver';
import type { AssemblyDocument } from './document';
import { includedUri, type SourceSet } from './library';
import { includesIn, occurrenceAt, placesIn, type Occurrence, type Place } from './symbols';

/** An occurrence of a name in one of several files. */
export interface FilePlace {
  readonly uri: string;
  readonly place: Place;
}

/** The range of an occurrence in its line. */
export function rangeOf({ line, start, end }: { line: number; start: number; end: number }): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

/** The definition of the name at a position, or the file that is included there. */
export function definitionsAt(sources: SourceSet, line: number, character: number): Location[] {
  const { document } = sources;
  const include = includesIn(document).find(
    (found) => found.line === line && found.start <= character && character <= found.end,
  );
  if (include !== undefined) {
    const uri = includedUri(document.uri, include.text);
    const known = uri !== undefined && sources.included.some((other) => other.uri === uri);
    return known ? [{ uri, range: rangeOf({ line: 0, start: 0, end: 0 }) }] : [];
  }
  return placesAt(sources, line, character)
    .filter(({ place }) => place.role === 'definition')
    .map(({ uri, place }) => ({ uri, range: rangeOf(place) }));
}

/** Every occurrence of the name at a position, in the document and its includes. */
export function placesAt(
  { document, included }: SourceSet,
  line: number,
  character: number,
  others: readonly AssemblyDocument[] = [],
): FilePlace[] {
  const found = occurrenceAt(document, line, character);
  if (found === undefined) return [];
  if (found.local !== undefined)
    return localPlaces(
      placesIn(document, ({ local }) => local?.number === found.local?.number),
      found,
      line,
    ).map((place) => ({ uri: document.uri, place }));
  const documents = [...new Map([document, ...included, ...others].map((one) => [one.uri, one])).values()];
  return documents.flatMap((one) =>
    placesIn(one, ({ local, text }) => local === undefined && text === found.text).map((place) => ({
      uri: one.uri,
      place,
    })),
  );
}

/** A local label may be defined many times: `1b` is the last one before, `1f` the next one after. */
function localPlaces(same: readonly Place[], found: Occurrence, line: number): Place[] {
  const definitions = same.filter(({ role }) => role === 'definition');
  const target = (place: Place): Place | undefined =>
    place.role === 'definition'
      ? place
      : place.local?.direction === 'f'
        ? definitions.find((definition) => isBefore(place, definition))
        : definitions.findLast((definition) => isBefore(definition, place));
  const definition = target({ ...found, line });
  return same.filter((place) => {
    const goesTo = target(place);
    return goesTo !== undefined && goesTo.line === definition?.line && goesTo.start === definition.start;
  });
}

function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.start < b.start);
}

/** A name that a label, macro or constant can have. */
export function isValidName(name: string): boolean {
  return /^[A-Za-z_.][\w.$]*$/.test(name);
}
