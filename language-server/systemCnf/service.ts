import {
  CodeActionKind,
  DiagnosticSeverity,
  type CodeAction,
  type Diagnostic,
  type Hover,
  type Position,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isDiscCode } from '../../disc/fileName';
import { uriBeside } from '../files/files';
import { systemCnfLanguage } from '../services/languages';
import type { LanguageService, ServiceHost } from '../services/languageService';
import { completionsAt } from './completion';
import { findingsOf, type Finding } from './findings';
import { formatted } from './format';
import { keyNamed } from './keys';
import { parseLines } from '../../disc/systemCnfLines';

/** The language of SYSTEM.CNF, which defines what a console boots. */
export function systemCnfService(host: ServiceHost): LanguageService {
  return {
    language: systemCnfLanguage,
    completionTriggers: ['=', ' ', '\\', ':'],
    hover: (document, position) => hoverAt(document, position),
    completion: async (document, position) =>
      completionsAt(document, position, await programsBeside(host, document.uri)),
    diagnostics: (document) => findingsOf(document.getText()).map(diagnosticOf),
    codeActions: (document, { start, end }) =>
      findingsOf(document.getText())
        .filter(({ line }) => line >= start.line && line <= end.line)
        .flatMap((finding) => fixOf(document, finding) ?? []),
    format: (document) => {
      const text = document.getText();
      const newText = formatted(text);
      if (newText === text) return [];
      return [{ range: { start: document.positionAt(0), end: document.positionAt(text.length) }, newText }];
    },
  };
}

/** Files in the document's folder with a boot program's name. */
async function programsBeside(host: ServiceHost, uri: string): Promise<string[]> {
  try {
    const names = await host.files.list(uriBeside(uri, '.'));
    return names.filter((name) => isDiscCode(name) || /^[A-Z0-9_]{1,8}\.ELF$/.test(name));
  } catch {
    // An unsaved document has no files next to it.
    return [];
  }
}

function hoverAt(document: TextDocument, { line, character }: Position): Hover | undefined {
  const key = parseLines(document.getText()).find((found) => found.line === line)?.key;
  const known = key && keyNamed(key.text);
  if (key === undefined || known === undefined || character > key.end) return undefined;
  return {
    contents: { kind: 'markdown', value: `**${known.name}**\n\n${known.meaning}` },
    range: rangeOf({ line, start: key.start, end: key.end }),
  };
}

const rangeOf = ({ line, start, end }: Pick<Finding, 'line' | 'start' | 'end'>): Diagnostic['range'] => ({
  start: { line, character: start },
  end: { line, character: end },
});

function diagnosticOf(finding: Finding): Diagnostic {
  return {
    range: rangeOf(finding),
    severity: finding.severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: 'PS2 ML',
    code: finding.code,
    message: finding.message,
  };
}

function fixOf({ uri }: TextDocument, finding: Finding): CodeAction | undefined {
  if (finding.fix === undefined) return undefined;
  return {
    title: finding.fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding)],
    isPreferred: true,
    edit: { changes: { [uri]: [{ range: rangeOf(finding), newText: finding.fix.text }] } },
  };
}
