/** The documents of a language: by the editor's language identifier, or by the file's name. */
export interface Language {
  /** Language identifiers of editors, ours first; empty if only file names count. */
  readonly ids: readonly string[];
  /** Whole names of files, in lower case. */
  readonly fileNames?: readonly string[];
  /** Ends of file names with their dot, in lower case. */
  readonly extensions?: readonly string[];
}

/** The forward pass as text. */
export const listingLanguage: Language = { ids: ['ps2ml-listing'], extensions: ['.ps2ml'] };
/** The boot file of a disc. */
export const systemCnfLanguage: Language = { ids: ['ps2-system-cnf'], fileNames: ['system.cnf'] };
/** Assembly of the EE core. Sources are `.s` and `.S` as for other processors, so only the language counts. */
export const r5900Language: Language = { ids: ['r5900-asm'] };
/** Micro programs of the vector units in two columns. */
export const microLanguage: Language = { ids: ['ps2-vu-asm'], extensions: ['.vsm', '.dsm'] };
/**
 * Micro programs in one column, for a tool that arranges them. Varnish also uses `.vcl`, so only the language counts.
 */
export const vclLanguage: Language = { ids: ['ps2-vcl'] };

/** A project: JSON, so only the file name counts. */
export const projectLanguage: Language = { ids: [], fileNames: ['ps2ml.json'] };

/** The languages of the server. An editor's client attaches to these. */
export const languages: readonly Language[] = [
  listingLanguage,
  projectLanguage,
  systemCnfLanguage,
  r5900Language,
  microLanguage,
  vclLanguage,
];

/**
 * Whether a document is of a language. An editor without the language uses another identifier, so file names count
 * too.
 */
export function isOfLanguage(language: Language, uri: string, languageId: string): boolean {
  if (language.ids.includes(languageId)) return true;
  const name = fileNameOf(uri).toLowerCase();
  return (
    (language.fileNames?.includes(name) ?? false) ||
    (language.extensions?.some((extension) => name.endsWith(extension)) ?? false)
  );
}

/** The last part of a URI's path. */
export function fileNameOf(uri: string): string {
  const path = uri.replace(/[?#].*$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
