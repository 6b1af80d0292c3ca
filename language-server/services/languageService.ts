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

/** An answer now or later; undefined when there is none. */
export type Answer<T> = T | undefined | Promise<T | undefined>;

/** What a service may use beside the document that it is asked about. */
export interface ServiceHost {
  readonly files: Files;
  /** What the client can do beside the protocol. */
  readonly client: () => InitializationOptions;
  /** The documents that are open in the editor, of every language that the server serves. */
  openDocuments(): readonly TextDocument[];
  /** A setting of the editor below `ps2ml`, such as `psnt.order`, for a file; undefined where there is none. */
  setting(name: string, uri: string): Promise<unknown>;
  /** What is shown beside a text has changed without it: the client asks for lenses and hints anew. */
  refresh(): void;
  /** Called with the parameters of each of the client's notifications of that name. */
  onNotification(method: string, handle: (parameters: unknown) => void): void;
}

/**
 * All that the server can be asked about documents of one language. Every method is optional, answers for the text
 * that it is given and changes nothing. A long one looks at its token now and then and answers undefined when it
 * is no longer wanted. A thrown error reaches the log and not the user; `UserError` reaches the user.
 */
export interface LanguageService {
  readonly language: Language;
  /** Characters after which the editor asks for completions, or for a signature, by itself. */
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
  /** The name at a position that can be changed; undefined when there is none. */
  renameable?(
    document: TextDocument,
    position: Position,
    token: CancellationToken,
  ): Answer<{ readonly range: Range; readonly placeholder: string }>;
  /** @throws UserError when the new name cannot be one. */
  rename?(
    document: TextDocument,
    position: Position,
    newName: string,
    token: CancellationToken,
  ): Answer<WorkspaceEdit>;
  symbols?(document: TextDocument, token: CancellationToken): Answer<readonly DocumentSymbol[]>;
  /** Symbols of open documents whose name holds the query's letters in order. */
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
  /** Asked after every pause in typing; a newer text cancels the token. */
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
  /** Files are about to have other names: what else has to change with them. */
  filesRenamed?(files: readonly FileRename[], token: CancellationToken): Answer<WorkspaceEdit>;
  /** A document is closed: what was kept for it can go. */
  closed?(uri: string): void;
}

/** A refusal in one sentence that the user is to see. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
