import { LSPErrorCodes, ResponseError, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isOfLanguage } from '../services/languages';
import { UserError, type Answer, type LanguageService } from '../services/languageService';

/** Finds the service of a document, and keeps its errors from ending the server. */
export class Dispatcher {
  constructor(
    private readonly documents: TextDocuments<TextDocument>,
    readonly services: readonly LanguageService[],
    private readonly log: (line: string) => void,
  ) {}

  all(): TextDocument[] {
    return this.documents.all();
  }

  /** Asks the service of a document's language; undefined if the document is not open or has no service. */
  async ask<T>(
    uri: string,
    question: (service: LanguageService, document: TextDocument) => Answer<T>,
  ): Promise<T | undefined> {
    const document = this.documents.get(uri);
    if (document === undefined) return undefined;
    const service = this.services.find(({ language }) => isOfLanguage(language, uri, document.languageId));
    return service && this.attempt(() => question(service, document), uri);
  }

  /** Asks every service. */
  async askAll<T>(question: (service: LanguageService) => Answer<T>): Promise<T[]> {
    const answers = this.services.map((service) => this.attempt(() => question(service), 'the workspace'));
    return (await Promise.all(answers)).filter((answer) => answer !== undefined);
  }

  private async attempt<T>(run: () => Answer<T>, about: string): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof UserError) throw new ResponseError(LSPErrorCodes.RequestFailed, error.message);
      this.log(`${about}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return undefined;
    }
  }
}
