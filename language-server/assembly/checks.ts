import { alignmentFindings } from './alignment';
import { delaySlotFindings } from './delaySlots';
import type { AssemblyDocument } from './document';
import type { Finding } from './findings';
import { itemsOf } from './items';
import { lineFindings } from './lineChecks';
import { microFindings } from './microChecks';
import { shortLoopFindings } from './shortLoops';

/** Facts from the files that a document includes. */
export interface IncludeContext {
  /** Names that the document or an included file defines. */
  readonly defined: ReadonlyMap<string, unknown>;
  /** Files that could not be read, as written; they may define any name. */
  readonly missing: readonly string[];
}

/** All findings of a document, in the order of its lines. */
export function findingsOf(document: AssemblyDocument, { defined, missing }: IncludeContext): Finding[] {
  const found: Finding[] = [];
  document.lines.forEach((parsed, line) => {
    for (const finding of lineFindings(parsed, document.dialect)) {
      const { unless } = finding;
      if (unless !== undefined && defined.has(unless)) continue;
      const perhaps = unless !== undefined && missing.length > 0;
      found.push({
        ...finding,
        line,
        ...(perhaps && {
          severity: 'information',
          message: `${finding.message} It may be defined in ${missing[0] ?? ''}, which could not be read.`,
        }),
      });
    }
  });
  const items = itemsOf(document);
  found.push(
    ...delaySlotFindings(document, items),
    ...shortLoopFindings(document, items),
    ...alignmentFindings(document, items),
    ...microFindings(document, items),
  );
  return found.sort((a, b) => a.line - b.line || a.start - b.start);
}
