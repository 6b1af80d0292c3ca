import {
  CodeLensRefreshRequest,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Access } from '../files/access';
import { ClientFiles } from '../files/clientFiles';
import { DiagnosticsPublisher } from './diagnosticsPublisher';
import { Dispatcher } from './dispatcher';
import type { InitializationOptions } from '../files/fileRequests';
import { readText, type Files } from '../files/files';
import { WorkspaceProjects } from '../files/workspaceProjects';
import { answerRequests } from './requests';
import { legend } from '../services/semanticTokens';
import type { LanguageService, ServiceHost } from '../services/languageService';
import { services as allServices, type ServiceFactory } from '../services/services';

/** What a server needs from its environment. */
export interface ServerOptions {
  /** Creates the reader of files, which must respect `access`. */
  readonly files: (access: Access, ofClient: Files) => Files;
  readonly services?: readonly ServiceFactory[];
  /** Milliseconds without a change before a document is checked. */
  readonly pauseMs?: number;
}

/**
 * Serves the protocol on a connection until the client ends it.
 * @returns a function that reads a text file, as far as the server may.
 */
export function startServer(
  connection: Connection,
  options: ServerOptions,
): (uri: string) => Promise<string> {
  const documents = new TextDocuments(TextDocument);
  const access = new Access(() => documents.all().map(({ uri }) => uri));
  let client: InitializeParams['capabilities'] = {};
  let initialization: InitializationOptions = {};
  const files = options.files(
    access,
    new ClientFiles(access, connection, () => initialization.readsFiles === true),
  );
  const projects = new WorkspaceProjects(files, () => access.workspaceFolders());
  const host: ServiceHost = {
    files,
    client: () => initialization,
    openDocuments: () => documents.all(),
    projects: () => projects.all(),
    setting: async (name, uri) => {
      if (client.workspace?.configuration !== true) return undefined;
      return (await connection.workspace.getConfiguration({
        scopeUri: uri,
        section: `ps2ml.${name}`,
      })) as unknown;
    },
    log: (line) => connection.console.warn(line),
    refresh: () => {
      const { workspace = {} } = client;
      if (workspace.codeLens?.refreshSupport === true)
        void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
      if (workspace.inlayHint?.refreshSupport === true)
        void connection.languages.inlayHint.refresh().catch(() => undefined);
    },
    onNotification: (method, handle) => {
      connection.onNotification(method, (parameters: unknown) => handle(parameters));
    },
  };
  const services = (options.services ?? allServices).map((make) => make(host));
  const dispatcher = new Dispatcher(documents, services, (line) => connection.console.error(line));
  const publisher = new DiagnosticsPublisher(dispatcher, connection, options.pauseMs ?? 250);

  connection.onInitialize((parameters): InitializeResult => {
    client = parameters.capabilities;
    initialization = (parameters.initializationOptions ?? {}) as InitializationOptions;
    access.setFolders(foldersOf(parameters));
    return { capabilities: capabilitiesOf(services), serverInfo: { name: 'PS2 ML' } };
  });
  connection.onInitialized(() => {
    if (client.workspace?.workspaceFolders !== true) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      access.changeFolders(
        added.map(({ uri }) => uri),
        removed.map(({ uri }) => uri),
      );
      projects.forget();
      publisher.checkAll();
    });
  });
  connection.onDidChangeWatchedFiles(() => {
    projects.forget();
    publisher.checkAll();
  });
  connection.onDidChangeConfiguration(() => {
    host.refresh();
    publisher.checkAll();
  });
  documents.onDidChangeContent(({ document }) => publisher.check(document));
  documents.onDidClose(({ document }) => {
    publisher.forget(document);
    for (const service of services) service.closed?.(document.uri);
  });
  answerRequests(connection, dispatcher);
  documents.listen(connection);
  connection.listen();
  return (uri) => readText(files, uri);
}

function foldersOf(parameters: InitializeParams): string[] {
  if (parameters.workspaceFolders) return parameters.workspaceFolders.map(({ uri }) => uri);
  // Editors that support one folder only.
  const { rootUri } = parameters as { readonly rootUri?: unknown };
  return typeof rootUri === 'string' ? [rootUri] : [];
}

/** The capabilities of all services. */
function capabilitiesOf(services: readonly LanguageService[]): ServerCapabilities {
  const some = (method: keyof LanguageService): boolean =>
    services.some((service) => service[method] !== undefined);
  const triggers = (of: 'completionTriggers' | 'signatureTriggers'): string[] => [
    ...new Set(services.flatMap((service) => service[of] ?? [])),
  ];
  const files = { filters: [{ pattern: { glob: '**/*' } }] };
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: some('hover'),
    ...(some('completion') && { completionProvider: { triggerCharacters: triggers('completionTriggers') } }),
    ...(some('signature') && { signatureHelpProvider: { triggerCharacters: triggers('signatureTriggers') } }),
    definitionProvider: some('definition'),
    referencesProvider: some('references'),
    documentHighlightProvider: some('highlights'),
    ...(some('rename') && { renameProvider: { prepareProvider: true } }),
    documentSymbolProvider: some('symbols'),
    workspaceSymbolProvider: some('workspaceSymbols'),
    foldingRangeProvider: some('folding'),
    ...(some('semanticTokens') && {
      semanticTokensProvider: { legend, full: { delta: true }, range: true },
    }),
    inlayHintProvider: some('inlayHints'),
    ...(some('codeLenses') && { codeLensProvider: {} }),
    codeActionProvider: some('codeActions'),
    documentFormattingProvider: some('format'),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      ...(some('filesRenamed') && { fileOperations: { willRename: files } }),
    },
  };
}
