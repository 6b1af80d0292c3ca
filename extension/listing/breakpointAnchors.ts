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

  constructor(private readonly memory: vscode.Memento) {
    this.subscription = vscode.debug.onDidChangeBreakpoints(({ added, changed }) => {
      if ([...added, ...changed].some(isInListing)) void this.remember();
    });
  }

  /** To be called before a listing is shown or run. */
  moveTo({ uri, text }: Pick<ModelListing, 'uri' | 'text'>): void {
    const model = parseListingUri(uri)?.model;
    const anchors = this.memory.get<Anchors>(key, {});
    const moved: vscode.SourceBreakpoint[] = [];
    const stale = vscode.debug.breakpoints.filter(isInListing).filter(({ location }) => {
      const isOther = location.uri.toString() !== uri.toString();
      return isOther && parseListingUri(location.uri)?.model === model;
    });
    for (const { location, enabled, condition, hitCondition, logMessage } of stale) {
      const id = anchors[location.uri.toString()]?.[location.range.start.line + 1];
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
      const id = document === undefined ? old[name]?.[line] : idsOfLines(document.getText()).get(line);
      if (id !== undefined) (anchors[name] ??= {})[line] = id;
    }
    await this.memory.update(key, anchors);
  }
}

function isInListing(breakpoint: vscode.Breakpoint): breakpoint is vscode.SourceBreakpoint {
  return breakpoint instanceof vscode.SourceBreakpoint && breakpoint.location.uri.scheme === listingScheme;
}
