import { SemanticTokensBuilder, type Connection } from 'vscode-languageserver';
import type { Dispatcher } from './dispatcher';
import { joinEdits } from '../services/edits';
import { pushTokens, type SemanticToken } from '../services/semanticTokens';

/** Answers each request of the protocol by the service of the document's language. */
export function answerRequests(connection: Connection, dispatcher: Dispatcher): void {
  const list = <T>(answer: readonly T[] | undefined): T[] | null => (answer ? [...answer] : null);

  connection.onHover(
    async ({ textDocument: { uri }, position }, token) =>
      (await dispatcher.ask(uri, (service, document) => service.hover?.(document, position, token))) ?? null,
  );
  connection.onCompletion(async ({ textDocument: { uri }, position }, token) =>
    list(await dispatcher.ask(uri, (service, document) => service.completion?.(document, position, token))),
  );
  connection.onSignatureHelp(
    async ({ textDocument: { uri }, position }, token) =>
      (await dispatcher.ask(uri, (service, document) => service.signature?.(document, position, token))) ??
      null,
  );
  connection.onDefinition(async ({ textDocument: { uri }, position }, token) =>
    list(await dispatcher.ask(uri, (service, document) => service.definition?.(document, position, token))),
  );
  connection.onReferences(async ({ textDocument: { uri }, position, context }, token) =>
    list(
      await dispatcher.ask(uri, (service, document) =>
        service.references?.(document, position, context.includeDeclaration, token),
      ),
    ),
  );
  connection.onDocumentHighlight(async ({ textDocument: { uri }, position }, token) =>
    list(await dispatcher.ask(uri, (service, document) => service.highlights?.(document, position, token))),
  );
  connection.onPrepareRename(
    async ({ textDocument: { uri }, position }, token) =>
      (await dispatcher.ask(uri, (service, document) => service.renameable?.(document, position, token))) ??
      null,
  );
  connection.onRenameRequest(
    async ({ textDocument: { uri }, position, newName }, token) =>
      (await dispatcher.ask(uri, (service, document) =>
        service.rename?.(document, position, newName, token),
      )) ?? null,
  );
  connection.onDocumentSymbol(async ({ textDocument: { uri } }, token) =>
    list(await dispatcher.ask(uri, (service, document) => service.symbols?.(document, token))),
  );
  connection.onWorkspaceSymbol(async ({ query }, token) =>
    (await dispatcher.askAll((service) => service.workspaceSymbols?.(query, token))).flat(),
  );
  connection.onFoldingRanges(async ({ textDocument: { uri } }, token) =>
    list(await dispatcher.ask(uri, (service, document) => service.folding?.(document, token))),
  );
  connection.languages.inlayHint.on(async ({ textDocument: { uri }, range }, token) =>
    list(await dispatcher.ask(uri, (service, document) => service.inlayHints?.(document, range, token))),
  );
  connection.onCodeLens(async ({ textDocument: { uri } }, token) =>
    list(await dispatcher.ask(uri, (service, document) => service.codeLenses?.(document, token))),
  );
  connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token) =>
    list(
      await dispatcher.ask(uri, (service, document) =>
        service.codeActions?.(document, range, context.diagnostics, token),
      ),
    ),
  );
  connection.onDocumentFormatting(async ({ textDocument: { uri }, options }, token) =>
    list(await dispatcher.ask(uri, (service, document) => service.format?.(document, options, token))),
  );
  connection.workspace.onWillRenameFiles(async ({ files }, token) =>
    joinEdits(await dispatcher.askAll((service) => service.filesRenamed?.(files, token))),
  );
  answerSemanticTokens(connection, dispatcher);
}

/** How many documents have their last tokens cached. */
const keptResults = 16;

function answerSemanticTokens(connection: Connection, dispatcher: Dispatcher): void {
  const { semanticTokens } = connection.languages;
  const builders = new Map<string, SemanticTokensBuilder>();
  /** The last result of some documents is cached to answer with the difference only. */
  const keep = (uri: string, builder: SemanticTokensBuilder): SemanticTokensBuilder => {
    builders.delete(uri);
    builders.set(uri, builder);
    const [oldest] = builders.keys();
    if (builders.size > keptResults && oldest !== undefined) builders.delete(oldest);
    return builder;
  };
  const none = { data: [] };

  semanticTokens.on(async ({ textDocument: { uri } }, token) => {
    const tokens = await dispatcher.ask(uri, (service, document) =>
      service.semanticTokens?.(document, undefined, token),
    );
    return tokens ? fill(keep(uri, new SemanticTokensBuilder()), tokens).build() : none;
  });
  semanticTokens.onDelta(async ({ textDocument: { uri }, previousResultId }, token) => {
    const tokens = await dispatcher.ask(uri, (service, document) =>
      service.semanticTokens?.(document, undefined, token),
    );
    if (!tokens) return none;
    const builder = keep(uri, builders.get(uri) ?? new SemanticTokensBuilder());
    builder.previousResult(previousResultId);
    return fill(builder, tokens).buildEdits();
  });
  semanticTokens.onRange(async ({ textDocument: { uri }, range }, token) => {
    const tokens = await dispatcher.ask(uri, (service, document) =>
      service.semanticTokens?.(document, range, token),
    );
    return tokens ? fill(new SemanticTokensBuilder(), tokens).build() : none;
  });
}

function fill(builder: SemanticTokensBuilder, tokens: readonly SemanticToken[]): SemanticTokensBuilder {
  pushTokens(builder, tokens);
  return builder;
}
