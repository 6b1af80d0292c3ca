import {
  CodeActionKind,
  DiagnosticSeverity,
  DocumentHighlightKind,
  SymbolKind as Kind,
  type CodeAction,
  type Diagnostic,
  type Location,
  type SymbolInformation,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  isOfLanguage,
  microLanguage,
  r5900Language,
  vclLanguage,
  type Language,
} from '../services/languages';
import { UserError, type LanguageService, type ServiceHost } from '../services/languageService';
import { findingsOf } from './checks';
import { completionsAt } from './completion';
import type { Dialect } from './dialect';
import type { AssemblyDocument } from './document';
import type { Finding, Severity } from './findings';
import { hintsIn } from './hints';
import { hoverAt } from './hover';
import { Library, type SourceSet } from './library';
import { definitionsAt, isValidName, placesAt, rangeOf, type FilePlace } from './navigation';
import { foldingOf, outlineOf } from './outline';
import { signatureAt } from './signature';
import { definedNames, occurrenceAt, placesIn } from './symbols';

/** Assembly of the EE core. */
export const r5900Service = (host: ServiceHost): LanguageService =>
  assemblyService(host, r5900Language, 'r5900');
/** Micro programs in two columns. */
export const microService = (host: ServiceHost): LanguageService =>
  assemblyService(host, microLanguage, 'vsm');
/** Micro programs for VCL. */
export const vclService = (host: ServiceHost): LanguageService => assemblyService(host, vclLanguage, 'vcl');

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

function assemblyService(host: ServiceHost, language: Language, dialect: Dialect): LanguageService {
  const library = new Library(host.files, () =>
    host.openDocuments().filter(({ uri, languageId }) => isOfLanguage(language, uri, languageId)),
  );
  const read = (document: TextDocument): AssemblyDocument => library.document(document, dialect);
  const sources = (document: TextDocument): Promise<SourceSet> => library.sources(read(document));
  const opened = (): AssemblyDocument[] =>
    host
      .openDocuments()
      .filter(({ uri, languageId }) => isOfLanguage(language, uri, languageId))
      .map(read);
  const checked = async (document: TextDocument): Promise<Finding[]> => {
    const set = await sources(document);
    const defined = new Map([set.document, ...set.included].flatMap((one) => [...definedNames(one)]));
    return findingsOf(set.document, { defined, missing: set.missing });
  };
  const everywhere = async (
    document: TextDocument,
    line: number,
    character: number,
  ): Promise<FilePlace[]> => {
    const set = await sources(document);
    return placesAt(set, line, character, await relatedTo(set, opened(), library));
  };

  return {
    language,
    completionTriggers: ['.', '$', '(', ' ', ','],
    signatureTriggers: [' ', ',', '\t'],
    hover: async (document, { line, character }) => hoverAt(await sources(document), line, character),
    completion: async (document, { line, character }) =>
      completionsAt(await sources(document), line, character),
    signature: (document, { line, character }) => signatureAt(read(document), line, character),
    definition: async (document, { line, character }) => {
      const set = await sources(document);
      const found = definitionsAt(set, line, character);
      if (found.length > 0) return found;
      return locations(
        await everywhere(document, line, character),
        true,
        ({ role }) => role === 'definition',
      );
    },
    references: async (document, { line, character }, includeDeclaration) =>
      locations(await everywhere(document, line, character), includeDeclaration, () => true),
    highlights: async (document, { line, character }) =>
      placesAt(await sources(document), line, character)
        .filter(({ uri }) => uri === document.uri)
        .map(({ place }) => ({
          range: rangeOf(place),
          kind: place.role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        })),
    renameable: async (document, { line, character }) => {
      const found = occurrenceAt(read(document), line, character);
      if (found === undefined || found.local !== undefined) return undefined;
      const places = await everywhere(document, line, character);
      if (!places.some(({ place }) => place.role === 'definition')) return undefined;
      return { range: rangeOf({ line, ...found }), placeholder: found.text };
    },
    rename: async (document, { line, character }, newName) => {
      if (!isValidName(newName))
        throw new UserError(
          `"${newName}" is not a valid name: use letters, digits, _, . and $, not starting with a digit.`,
        );
      const places = await everywhere(document, line, character);
      const defined = placesIn(read(document)).find(
        ({ text, role }) => role === 'definition' && text === newName,
      );
      if (defined !== undefined)
        throw new UserError(
          `${newName} is already defined in line ${defined.line + 1}; choose another name.`,
        );
      const changes: Record<string, { range: ReturnType<typeof rangeOf>; newText: string }[]> = {};
      for (const { uri, place } of places)
        (changes[uri] ??= []).push({ range: rangeOf(place), newText: newName });
      return { changes };
    },
    symbols: (document) => outlineOf(read(document)),
    workspaceSymbols: (query) => opened().flatMap((document) => workspaceSymbols(document, query)),
    folding: (document) => foldingOf(read(document)),
    inlayHints: (document, { start, end }) => hintsIn(read(document), { first: start.line, last: end.line }),
    diagnostics: async (document) => (await checked(document)).map(diagnosticOf),
    codeActions: async (document, { start, end }) =>
      (await checked(document))
        .filter(({ line }) => line >= start.line && line <= end.line)
        .flatMap((finding) => actionOf(document, finding) ?? []),
    closed: (uri) => library.close(uri),
  };
}

/** Open sources that include this one, or share a name that `.globl` exports. */
async function relatedTo(
  { document }: SourceSet,
  open: readonly AssemblyDocument[],
  library: Library,
): Promise<AssemblyDocument[]> {
  const related: AssemblyDocument[] = [];
  for (const other of open) {
    if (other === document) continue;
    const { included } = await library.sources(other);
    if (included.includes(document) || sharesGlobal(document, other)) related.push(other);
  }
  return related;
}

function globals(document: AssemblyDocument): Set<string> {
  return new Set(
    document.lines.flatMap(({ statements }) =>
      statements.flatMap(({ name, operands }) =>
        /^\.(?:globl|global|extern)$/.test(name?.text ?? '') ? operands.map(({ text }) => text) : [],
      ),
    ),
  );
}

function sharesGlobal(a: AssemblyDocument, b: AssemblyDocument): boolean {
  const names = globals(a);
  return [...globals(b)].some((name) => names.has(name));
}

function locations(
  places: readonly FilePlace[],
  definitions: boolean,
  wanted: (place: FilePlace['place']) => boolean,
): Location[] {
  return places
    .filter(({ place }) => wanted(place) && (definitions || place.role !== 'definition'))
    .map(({ uri, place }) => ({ uri, range: rangeOf(place) }));
}

function workspaceSymbols(document: AssemblyDocument, query: string): SymbolInformation[] {
  const letters = Array.from(query.toLowerCase(), (letter) => letter.replace(/[^\w]/, '\\$&')).join('.*');
  const pattern = new RegExp(letters);
  return placesIn(document)
    .filter(
      ({ role, kind, text }) => role === 'definition' && kind !== 'local' && pattern.test(text.toLowerCase()),
    )
    .map((place) => ({
      name: place.text,
      kind: place.kind === 'label' ? Kind.Function : place.kind === 'macro' ? Kind.Method : Kind.Constant,
      location: { uri: document.uri, range: rangeOf(place) },
    }));
}

function diagnosticOf(finding: Finding): Diagnostic {
  return {
    range: rangeOf(finding),
    severity: severities[finding.severity],
    code: finding.code,
    source: 'PS2 ML',
    message: finding.message,
  };
}

function actionOf(document: TextDocument, finding: Finding): CodeAction | undefined {
  const { fix, line } = finding;
  if (fix === undefined) return undefined;
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding)],
    isPreferred: true,
    edit: {
      changes: {
        [document.uri]: [{ range: rangeOf({ line: fix.line ?? line, ...fix.span }), newText: fix.text }],
      },
    },
  };
}
