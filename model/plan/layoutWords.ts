import {
  defaultDiscLayout,
  layoutChoices,
  layoutParts,
  nameOfLayout,
  namedLayouts,
  type DiscLayout,
  type LayoutName,
  type LayoutPart,
} from './discLayout';

/** A layout as users write it: a name, or an object with everything that differs from the default. */
export type LayoutValue = LayoutName | Partial<DiscLayout>;

/** The fields of a layout that is written as an object. */
export const layoutFields = ['weights', 'cacheMiB', 'sharedLayers', 'discOrder', 'placement'] as const;

/** The fields and words of earlier versions, and what each is called now. They are read but never written. */
export const formerFields: Readonly<
  Record<string, { readonly field: LayoutPart; readonly words: Readonly<Record<string, string>> }>
> = {
  resident: { field: 'weights', words: { streamed: 'streamed', fill: 'resident' } },
  shared: { field: 'sharedLayers', words: { again: 'readTwice', kept: 'readOnce' } },
  order: { field: 'discOrder', words: { use: 'execution', kind: 'byKind' } },
};

export const mostCacheMiB = 32;

/** A field of an earlier version that was found. */
interface FormerField {
  readonly former: string;
  readonly field: LayoutPart;
  /** The current word for its value. */
  readonly word: string;
}

/** The result of reading a layout from an object. */
interface ReadLayout {
  /** The valid fields. */
  readonly said: Partial<DiscLayout>;
  /** The problems, each with the field that has to change. */
  readonly problems: readonly { readonly field: string; readonly message: string }[];
  readonly former: readonly FormerField[];
}

/** Reads the fields of a layout, including those of earlier versions. Ignores fields that no version has. */
export function readLayoutFields(given: Readonly<Record<string, unknown>>): ReadLayout {
  const problems: { field: string; message: string }[] = [];
  const found: Partial<Record<LayoutPart, string>> = {};
  for (const part of layoutParts) {
    const value = given[part];
    if (value === undefined) continue;
    const choices: readonly string[] = layoutChoices[part];
    if (typeof value === 'string' && choices.includes(value)) found[part] = value;
    else problems.push({ field: part, message: unexpected(part, value, choices) });
  }
  const former: FormerField[] = [];
  for (const [name, { field, words }] of Object.entries(formerFields)) {
    const value = given[name];
    if (value === undefined) continue;
    const word = typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined;
    if (word === undefined) {
      const message = `"layout.${name}" is now called "${field}": write "${field}" with ${alternatives(layoutChoices[field])}.`;
      problems.push({ field: name, message });
      continue;
    }
    former.push({ former: name, field, word });
    const now = given[field];
    if (now === undefined) found[field] = word;
    else if (now !== word) {
      const message = `"layout.${field}" is ${JSON.stringify(now)} but "layout.${name}", its former name, is ${JSON.stringify(value)}: remove "layout.${name}".`;
      problems.push({ field: name, message });
    }
  }
  const { cacheMiB } = given;
  const isSize = typeof cacheMiB === 'number' && cacheMiB >= 0 && cacheMiB <= mostCacheMiB;
  if (cacheMiB !== undefined && !isSize) {
    const message = `"layout.cacheMiB" is ${JSON.stringify(cacheMiB)}, expected a number from 0 to ${mostCacheMiB}.`;
    problems.push({ field: 'cacheMiB', message });
  }
  // Each word is one of the choices of its field.
  const said = { ...found, ...(isSize && { cacheMiB }) } as Partial<DiscLayout>;
  return { said, problems, former };
}

/** The message for a value that is not a layout at all. */
export const noLayout = (value: unknown): string =>
  `"layout" is ${JSON.stringify(value)}, expected ${alternatives(layoutNames)}, or an object such as { "weights": "resident" }.`;

export const layoutNames = Object.keys(namedLayouts) as readonly LayoutName[];

/**
 * Reads a layout that a user wrote. Fields that are not given have their default.
 * @throws Error naming the field, the value found and the values expected.
 */
export function parseDiscLayout(value: unknown): DiscLayout {
  return layoutOf(parseLayoutValue(value) ?? {});
}

/**
 * Reads a layout that a user wrote, without filling in defaults.
 * @returns undefined when nothing is given.
 * @throws Error as in `parseDiscLayout`.
 */
export function parseLayoutValue(value: unknown): LayoutValue | undefined {
  if (value === undefined) return undefined;
  const name = layoutNames.find((one) => one === value);
  if (name !== undefined) return name;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(noLayout(value));
  const given = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((key) => !isLayoutField(key) && !Object.hasOwn(formerFields, key));
  if (unknown !== undefined) {
    throw new Error(
      `"layout" has an unknown property "${unknown}". Known properties: ${layoutFields.join(', ')}.`,
    );
  }
  const { said, problems } = readLayoutFields(given);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(problem.message);
  return said;
}

/** The layout that a value describes. */
export const layoutOf = (value: LayoutValue): DiscLayout =>
  typeof value === 'string' ? namedLayouts[value] : { ...defaultDiscLayout, ...value };

/** A layout as users write it: its name if it has one, else everything that differs from the default. */
export function layoutValueOf(layout: DiscLayout): LayoutValue {
  const name = nameOfLayout(layout);
  if (name !== undefined) return name;
  const changes = Object.entries(layout).filter(
    ([key, value]) => value !== defaultDiscLayout[key as keyof DiscLayout],
  );
  return Object.fromEntries(changes);
}

/**
 * The layout of settings of several scopes. An object adds to the object of a wider scope; everything else replaces the
 * wider value. Each value is read separately, because only some may have fields of earlier versions.
 * @param values the widest scope first
 * @throws Error as in `parseDiscLayout`.
 */
export function layoutOfScopes(values: readonly unknown[]): LayoutValue | undefined {
  return values
    .map((value) => parseLayoutValue(value ?? undefined))
    .reduce(
      (behind, value) =>
        typeof behind === 'object' && typeof value === 'object' ? { ...behind, ...value } : (value ?? behind),
      undefined,
    );
}

/**
 * A layout from a list of words, such as `resident,outer`: the name of a layout and the words that differ from it.
 * Without a name, the words differ from the default.
 * @throws Error naming the unknown word and the known ones.
 */
export function layoutOfWords(text: string): DiscLayout {
  const words = text.split(',').filter((word) => word !== '');
  const said = new Map<string, { readonly written: string; readonly word: string }>();
  let named: DiscLayout | undefined;
  for (const written of words) {
    const { part, word } = partOfWord(written);
    const before = said.get(part);
    if (before !== undefined && before.word !== word)
      throw new Error(`"${before.written}" and "${written}" contradict each other: remove one of them.`);
    said.set(part, { written, word });
    const name = layoutNames.find((one) => one === written);
    if (name !== undefined) named = namedLayouts[name];
  }
  const changes = [...said].map(([part, { word }]) => [part, word] as const);
  return { ...defaultDiscLayout, ...named, ...(Object.fromEntries(changes) as Partial<DiscLayout>) };
}

/** The field of a layout that a word sets, and its value. The word may be one of an earlier version. */
function partOfWord(written: string): { readonly part: LayoutPart; readonly word: string } {
  for (const part of layoutParts) {
    const choices: readonly string[] = layoutChoices[part];
    if (choices.includes(written)) return { part, word: written };
  }
  for (const { field, words } of Object.values(formerFields)) {
    const word = Object.hasOwn(words, written) ? words[written] : undefined;
    if (word !== undefined) return { part: field, word };
  }
  const known = layoutParts.flatMap((part) => layoutChoices[part]).join(', ');
  throw new Error(`Unknown layout word "${written}". Known words: ${known}.`);
}

const isLayoutField = (key: string): boolean => (layoutFields as readonly string[]).includes(key);

const unexpected = (part: LayoutPart, value: unknown, choices: readonly string[]): string =>
  `"layout.${part}" is ${JSON.stringify(value)}, expected ${alternatives(choices)}.`;

const alternatives = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(' or ');
