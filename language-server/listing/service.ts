import type { TextDocument } from 'vscode-languageserver-textdocument';
import { fileNameOf, isOfLanguage, listingLanguage } from '../services/languages';
import type { LanguageService, ServiceHost } from '../services/languageService';
import { hintsOf, lensesOf } from './annotations';
import { Costs, costsNotification, readCosts, type RunCosts } from './costs';
import { listingOf } from './document';
import { hoverOf } from './hover';
import { definitionOf, highlightsOf, referencesOf } from './navigation';
import { foldingOf, symbolsOf, workspaceSymbolsOf } from './outline';
import { ListedPlans, modelsOf } from './plans';
import { tokensOf } from './tokens';

/** The language of listings: a model's forward pass as text. */
export function listingService(host: ServiceHost): LanguageService {
  const plans = new ListedPlans(host);
  const costs = new Costs();
  host.onNotification(costsNotification, (parameters) => {
    const read = readCosts(parameters);
    if (read === undefined) return;
    costs.add(read);
    host.refresh();
  });
  const costsOf = (document: TextDocument): RunCosts | undefined => {
    const [model] = modelsOf(document.uri, document.getText());
    return costs.of(document.uri, model === undefined ? undefined : fileNameOf(model));
  };

  return {
    language: listingLanguage,
    hover: async (document, position) => {
      const listing = listingOf(document);
      const place = listing.placeAt(position);
      if (place === undefined) return undefined;
      const listed = await plans.planOf(document.uri, document.getText());
      return hoverOf(place, { listing, listed, costs: costsOf(document) });
    },
    definition: (document, position) => {
      const place = listingOf(document).placeAt(position);
      return place && definitionOf(listingOf(document), document.uri, place);
    },
    references: (document, position, includeDeclaration) => {
      const place = listingOf(document).placeAt(position);
      return place && referencesOf(listingOf(document), document.uri, place, includeDeclaration);
    },
    highlights: (document, position) => {
      const place = listingOf(document).placeAt(position);
      return place && highlightsOf(listingOf(document), place);
    },
    symbols: (document) => symbolsOf(listingOf(document)),
    workspaceSymbols: (query) =>
      host
        .openDocuments()
        .filter(({ uri, languageId }) => isOfLanguage(listingLanguage, uri, languageId))
        .flatMap((document) => workspaceSymbolsOf(listingOf(document), document.uri, query)),
    folding: (document) => foldingOf(listingOf(document)),
    semanticTokens: (document, range) => tokensOf(listingOf(document), range),
    inlayHints: async (document, range) => {
      const listed = await plans.planOf(document.uri, document.getText());
      return hintsOf(listingOf(document), listed, costsOf(document), range);
    },
    codeLenses: (document) => lensesOf(listingOf(document), costsOf(document)),
  };
}
