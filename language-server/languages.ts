/** Which documents belong to a language: by what the editor calls it, or by the file's name. */
export interface Language {
  /** Language identifiers of editors, the one that our extension contributes first; none when only names tell. */
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

/** A project: JSON, so that only its name tells it from others. */
export const projectLanguage: Language = { ids: [], fileNames: ['ps2ml.json'] };

/** What the server serves. An editor's client attaches to these. */
export const languages: readonly Language[] = [listingLanguage, projectLanguage, systemCnfLanguage];

/** Whether a document is of a language. An editor without the language names it otherwise, so names of files count. */
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
