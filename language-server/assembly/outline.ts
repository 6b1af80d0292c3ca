import {
  FoldingRangeKind,
  SymbolKind as Kind,
  type DocumentSymbol,
  type FoldingRange,
} from 'vscode-languageserver';
import type { AssemblyDocument } from './document';
import { rangeOf } from './navigation';
import { placesIn, type Place, type SymbolKind } from './symbols';

const kinds: Readonly<Record<SymbolKind, Kind>> = {
  label: Kind.Function,
  local: Kind.Key,
  macro: Kind.Method,
  constant: Kind.Constant,
  define: Kind.Constant,
};

/** Labels, macros and constants of a document; a label reaches to the next one, local labels are inside it. */
export function outlineOf(document: AssemblyDocument): DocumentSymbol[] {
  const definitions = placesIn(document, ({ role }) => role === 'definition');
  const labels = definitions.filter(({ kind }) => kind === 'label');
  const outline: DocumentSymbol[] = [];
  let parent: DocumentSymbol | undefined;
  let next = 0;
  for (const place of definitions) {
    while ((labels[next]?.line ?? Infinity) <= place.line) next++;
    const symbol = symbolOf(place, document, lastLine(place, labels[next], document));
    if (place.kind === 'local' && parent !== undefined) (parent.children ??= []).push(symbol);
    else {
      outline.push(symbol);
      if (place.kind === 'label') parent = symbol;
    }
  }
  return outline;
}

function symbolOf(place: Place, document: AssemblyDocument, last: number): DocumentSymbol {
  const kind = place.kind ?? 'label';
  const end = document.lines[last]?.text.length ?? place.end;
  return {
    name: place.text,
    detail: kind === 'label' || kind === 'local' ? '' : kind,
    kind: kinds[kind],
    range: { start: { line: place.line, character: 0 }, end: { line: last, character: end } },
    selectionRange: rangeOf(place),
  };
}

/** A label reaches to the line before the next one, a macro to its end. */
function lastLine({ kind, line }: Place, next: Place | undefined, document: AssemblyDocument): number {
  if (kind === 'macro') return macroEnd(document, line);
  if (kind !== 'label') return line;
  return (next?.line ?? document.lines.length) - 1;
}

function macroEnd(document: AssemblyDocument, from: number): number {
  const end = document.lines.findIndex(
    ({ statements }, line) =>
      line > from && statements.some(({ name }) => /^\.?endm(?:acro)?$/.test(name?.text ?? '')),
  );
  return end < 0 ? from : end;
}

const opens = /^(?:\.macro|macro|\.rept|\.irp|\.irpc|\.if\w*|if|ifdef|ifndef|\.ent|--enter|--exit)$/;
const closes = /^(?:\.endm|endmacro|\.endr|\.endif|endif|\.end|--endenter|--endexit)$/;

/** Macros, conditions, functions between labels and block comments. */
export function foldingOf(document: AssemblyDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const stack: number[] = [];
  let comment: number | undefined;
  document.lines.forEach((parsed, line) => {
    if (parsed.ends === 'comment') comment ??= line;
    else if (comment !== undefined) {
      if (line > comment) ranges.push({ startLine: comment, endLine: line, kind: FoldingRangeKind.Comment });
      comment = undefined;
    }
    for (const { kind, name } of parsed.statements) {
      if (name === undefined || kind === 'instruction') continue;
      if (opens.test(name.text)) stack.push(line);
      else if (closes.test(name.text)) {
        const startLine = stack.pop();
        if (startLine !== undefined && line > startLine) ranges.push({ startLine, endLine: line });
      }
    }
  });
  return [...ranges, ...labelRanges(document)];
}

function labelRanges(document: AssemblyDocument): FoldingRange[] {
  const labels = placesIn(document, ({ role, kind }) => role === 'definition' && kind === 'label');
  return labels.flatMap(({ line }, index) => {
    let endLine = (labels[index + 1]?.line ?? document.lines.length) - 1;
    while (endLine > line && document.lines[endLine]?.text.trim() === '') endLine--;
    return endLine > line ? [{ startLine: line, endLine }] : [];
  });
}
