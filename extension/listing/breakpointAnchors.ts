import * as vscode from 'vscode';
import { idsOfLines, lineOfId } from '../../model/plan/listingIds';
import type { ModelListing } from './listings';
import { listingScheme, parseListingUri } from './listingUri';

/** What is remembered of the breakpoints of listings: URI → line from 1 → id. */
type Anchors = Readonly<Record<string, Readonly<Record<number, string>>>>;

const key = 'breakpointAnchors';

/**
 * Breakpoints belong to operations, not to lines. When a model's listing changes, its breakpoints move to the lines
 * that their operations have in the new one; those whose operation is gone are removed.
 */
export class BreakpointAnchors implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  /** What the lines of listings begin with that breakpoints were moved to: they need not be open. */
  private readonly known = new Map<string, ReadonlyMap<number, string>>();

  constructor(private readonly memory: vscode.Memento) {
    this.subscription = vscode.debug.onDidChangeBreakpoints(({ added, changed }) => {
      if ([...added, ...changed].some(isInListing)) void this.remember();
    });
  }

  /** To be called before a listing is shown or run. */
  moveTo({ uri, text }: Pick<ModelListing, 'uri' | 'text'>): void {
    const model = parseListingUri(uri)?.model;
    this.known.set(uri.toString(), idsOfLines(text));
    const anchors = this.memory.get<Anchors>(key, {});
    const idOf = (name: string, line: number): string | undefined =>
      anchors[name]?.[line] ?? this.known.get(name)?.get(line);
    const moved: vscode.SourceBreakpoint[] = [];
    const stale = vscode.debug.breakpoints.filter(isInListing).filter(({ location }) => {
      const isOther = location.uri.toString() !== uri.toString();
      return isOther && parseListingUri(location.uri)?.model === model;
    });
    for (const { location, enabled, condition, hitCondition, logMessage } of stale) {
      const id = idOf(location.uri.toString(), location.range.start.line + 1);
      const line = id === undefined ? undefined : lineOfId(text, id);
      if (line === undefined) continue;
      const place = new vscode.Location(uri, new vscode.Position(line - 1, 0));
      moved.push(new vscode.SourceBreakpoint(place, enabled, condition, hitCondition, logMessage));
    }
    vscode.debug.removeBreakpoints(stale);
    vscode.debug.addBreakpoints(moved);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Notes the id of each breakpoint's line, as long as its listing is open. */
  private async remember(): Promise<void> {
    const old = this.memory.get<Anchors>(key, {});
    const anchors: Record<string, Record<number, string>> = {};
    for (const breakpoint of vscode.debug.breakpoints) {
      if (!isInListing(breakpoint)) continue;
      const { uri, range } = breakpoint.location;
      const name = uri.toString();
      const line = range.start.line + 1;
      const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === name);
      const ids = document === undefined ? this.known.get(name) : idsOfLines(document.getText());
      const id = ids === undefined ? old[name]?.[line] : ids.get(line);
      if (id !== undefined) (anchors[name] ??= {})[line] = id;
    }
    await this.memory.update(key, anchors);
  }
}

function isInListing(breakpoint: vscode.Breakpoint): breakpoint is vscode.SourceBreakpoint {
  return breakpoint instanceof vscode.SourceBreakpoint && breakpoint.location.uri.scheme === listingScheme;
}
