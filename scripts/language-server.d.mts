/** Builds only the language server, into `outdir`: `language-server.js` and what it loads. */
export function buildLanguageServer(outdir: string): Promise<void>;
