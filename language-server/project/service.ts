import {
  DiagnosticSeverity,
  DiagnosticTag,
  type CancellationToken,
  type Diagnostic,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Model } from '../../model/model';
import { parseProject } from '../../project/parse';
import type { Statements } from '../../project/program/resolve';
import type { Project } from '../../project/project';
import type { Tokenizer } from '../../model/tokenizer/tokenizer';
import { withinLimits, WorkError } from '../../model/tokenizer/work';
import { normalUri } from '../files/access';
import { projectLanguage } from '../services/languages';
import type { LanguageService, ServiceHost } from '../services/languageService';
import { ProjectCheck } from './check';
import { completionsAt } from './completion';
import { Cancelled, type Finding, type YieldPoint, type Severity } from './finding';
import { actionsOf } from './fixes';
import { hoverAt } from './hover';
import { fileOf, ProjectText } from './projectText';
import { followRenames } from './rename';
import { projectResolution, saidBySettings } from './resolver';
import { modelOnDisc } from './sizing';
import { Sources } from '../files/sources';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** The language of `ps2ml.json`. */
export function projectService(host: ServiceHost): LanguageService {
  const sources = new Sources(host.files);
  /** The findings of the last check of a document. */
  const found = new Map<string, { readonly version: number; readonly findings: readonly Finding[] }>();

  /** A layout in the settings that cannot be right is said where it is used. */
  const settingsOf = (uri: string): Promise<Statements> => saidBySettings(uri, host).catch(() => ({}));

  const findingsOf = async (
    document: TextDocument,
    token: CancellationToken,
  ): Promise<readonly Finding[] | undefined> => {
    const { uri, version } = document;
    try {
      const findings = await new ProjectCheck(uri, sources, pauseOf(token), await settingsOf(uri)).run(
        document.getText(),
      );
      found.set(uri, { version, findings });
      return findings;
    } catch (error) {
      if (error instanceof Cancelled) return undefined;
      throw error;
    }
  };

  return {
    language: projectLanguage,
    completionTriggers: ['"', '/'],
    diagnostics: async (document, token) => {
      const text = new ProjectText(document);
      const findings = await findingsOf(document, token);
      return findings
        ?.filter((finding) => !host.client().jsonSchema || !isInSchema(finding))
        .map((finding) => diagnosticOf(text, finding));
    },
    codeActions: async (document, range, _diagnostics, token) => {
      const text = new ProjectText(document);
      const last = found.get(document.uri);
      const findings = last?.version === document.version ? last.findings : await findingsOf(document, token);
      return findings?.flatMap((finding) => {
        const diagnostic = diagnosticOf(text, finding);
        const { start, end } = diagnostic.range;
        const touches = start.line <= range.end.line && end.line >= range.start.line;
        return touches ? actionsOf(document, finding, diagnostic, host.client().converts === true) : [];
      });
    },
    hover: async (document, position) => {
      const { uri } = document;
      const settings = await settingsOf(uri);
      const { project, model, tokenizer } = await partsOf(document, sources, settings);
      return hoverAt(new ProjectText(document), position, {
        uri,
        files: host.files,
        project,
        model,
        tokenizer,
        settings,
      });
    },
    completion: async (document, position) => {
      const { tokenizer } = await partsOf(document, sources, await settingsOf(document.uri));
      return completionsAt(new ProjectText(document), position, {
        files: host.files,
        uri: document.uri,
        jsonSchema: host.client().jsonSchema === true,
        tokensOf: (text) => {
          const ids = withinLimits(() => tokenizer?.encode(text));
          return ids instanceof WorkError ? undefined : ids?.length;
        },
      });
    },
    filesRenamed: (renames) =>
      followRenames(renames, host.files, (uri) =>
        host.openDocuments().find((document) => normalUri(document.uri) === normalUri(uri)),
      ),
    closed: (uri) => {
      found.delete(uri);
    },
  };
}

/** Findings that the JSON schema reports too, except names that are already used on the disc. */
const isInSchema = ({ code, message }: Finding): boolean =>
  code === 'text' && !/ is already used on the disc: /.test(message);

function diagnosticOf(text: ProjectText, finding: Finding): Diagnostic {
  const { code, severity, message, place } = finding;
  const range = typeof place === 'string' ? text.range(place) : text.rangeAt(place.offset, place.length);
  return {
    range,
    severity: severities[severity],
    source: 'PS2 ML',
    code,
    message,
    ...(severity === 'hint' && { tags: [DiagnosticTag.Deprecated] }),
  };
}

/** Lets other requests run; ends a cancelled check. */
const pauseOf = (token: CancellationToken): YieldPoint => {
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (token.isCancellationRequested) throw new Cancelled();
  };
};

/** The project of a document with its model and tokenizer, as far as available. */
async function partsOf(
  document: TextDocument,
  sources: Sources,
  settings: Statements,
): Promise<{ project?: Project; model?: Model; tokenizer?: Tokenizer }> {
  const { project } = parseProject(document.getText());
  const uri = project && fileOf(document.uri, project.model);
  if (project === undefined || uri === undefined) return {};
  // Their problems are reported as diagnostics.
  const model = await sources.model(uri, projectResolution(project, settings).order?.value).then(
    (source) => modelOnDisc(source, project),
    () => undefined,
  );
  if (model === undefined) return { project };
  const named = project.tokenizer ?? (/\.gguf$/i.test(project.model) ? project.model : undefined);
  const file = named === undefined ? undefined : fileOf(document.uri, named);
  const tokenizer = await (
    file === undefined
      ? sources.adjacentTokenizer(uri, model).then((beside) => beside.found?.tokenizer)
      : sources.tokenizer(file)
  ).catch(() => undefined);
  return { project, model, ...(tokenizer && { tokenizer }) };
}
