import type {
  CancellationToken,
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentHighlight,
  DocumentSymbol,
  FileRename,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { InitializationOptions } from '../files/fileRequests';
import type { Files } from '../files/files';
import type { Language } from './languages';
import type { SemanticToken } from './semanticTokens';

/** A synchronous or asynchronous answer; undefined if there is none. */
export type Answer<T> = T | undefined | Promise<T | undefined>;

/** What a service may use besides the document of a request. */
export interface ServiceHost {
  readonly files: Files;
  /** The client's abilities beyond the protocol. */
  readonly client: () => InitializationOptions;
  /** The documents that are open in the editor, of every language that the server serves. */
  openDocuments(): readonly TextDocument[];
  /** The URIs of every `ps2ml.json` in the workspace. */
  projects(): Promise<readonly string[]>;
  /** A setting of the editor below `ps2ml`, such as `psnt.order`, for a file; undefined if it is not set. */
  setting(name: string, uri: string): Promise<unknown>;
  /** Writes a line to the log of the server. */
  log(line: string): void;
  /** Lenses and hints have changed without the text: the client requests them again. */
  refresh(): void;
  /** Called with the parameters of each of the client's notifications of that name. */
  onNotification(method: string, handle: (parameters: unknown) => void): void;
}

/**
 * The requests about documents of one language. Every method is optional, answers for the given text and changes
 * nothing. A long one checks its token from time to time and answers undefined when it is cancelled. A thrown error
 * is written to the log; a `UserError` is shown to the user.
 */
export interface LanguageService {
  readonly language: Language;
  /** Characters after which the editor requests completions, or a signature, automatically. */
  readonly completionTriggers?: readonly string[];
  readonly signatureTriggers?: readonly string[];

  hover?(document: TextDocument, position: Position, token: CancellationToken): Answer<Hover>;
  completion?(
    document: TextDocument,
    position: Position,
    token: CancellationToken,
  ): Answer<readonly CompletionItem[]>;
  signature?(document: TextDocument, position: Position, token: CancellationToken): Answer<SignatureHelp>;
  definition?(
    document: TextDocument,
    position: Position,
    token: CancellationToken,
  ): Answer<readonly Location[]>;
  references?(
    document: TextDocument,
    position: Position,
    includeDeclaration: boolean,
    token: CancellationToken,
  ): Answer<readonly Location[]>;
  highlights?(
    document: TextDocument,
    position: Position,
    token: CancellationToken,
  ): Answer<readonly DocumentHighlight[]>;
  /** The name at a position that can be changed; undefined if there is none. */
  renameable?(
    document: TextDocument,
    position: Position,
    token: CancellationToken,
  ): Answer<{ readonly range: Range; readonly placeholder: string }>;
  /** @throws UserError when the new name is not valid. */
  rename?(
    document: TextDocument,
    position: Position,
    newName: string,
    token: CancellationToken,
  ): Answer<WorkspaceEdit>;
  symbols?(document: TextDocument, token: CancellationToken): Answer<readonly DocumentSymbol[]>;
  /** Symbols of open documents with the query's letters in order in their name. */
  workspaceSymbols?(query: string, token: CancellationToken): Answer<readonly SymbolInformation[]>;
  folding?(document: TextDocument, token: CancellationToken): Answer<readonly FoldingRange[]>;
  /** @param range what is visible; tokens outside it are not needed. */
  semanticTokens?(
    document: TextDocument,
    range: Range | undefined,
    token: CancellationToken,
  ): Answer<readonly SemanticToken[]>;
  inlayHints?(document: TextDocument, range: Range, token: CancellationToken): Answer<readonly InlayHint[]>;
  codeLenses?(document: TextDocument, token: CancellationToken): Answer<readonly CodeLens[]>;
  /** Called after every pause in typing; a newer text cancels the token. */
  diagnostics?(document: TextDocument, token: CancellationToken): Answer<readonly Diagnostic[]>;
  codeActions?(
    document: TextDocument,
    range: Range,
    diagnostics: readonly Diagnostic[],
    token: CancellationToken,
  ): Answer<readonly CodeAction[]>;
  format?(
    document: TextDocument,
    options: FormattingOptions,
    token: CancellationToken,
  ): Answer<readonly TextEdit[]>;
  /** Edits for files that are about to be renamed. */
  filesRenamed?(files: readonly FileRename[], token: CancellationToken): Answer<WorkspaceEdit>;
  /** A document was closed: its cached data can be removed. */
  closed?(uri: string): void;
}

/** An error with one sentence for the user. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
