import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Listing } from '../../model/plan/listing';
import type { Plan } from '../../model/plan/plan';
import type { BreakpointPlaces, Cursor } from '../stepping/cursor';
import { parseExpression } from '../expressions/syntax';
import { writersOf } from '../expressions/writers';
import { ExpressionError } from '../expressions/error';
import type { Stop } from '../debuggee/stop';
import { ownListing, type ListingPlace } from './listingPlace';
import { Terms, type TermsRequest } from './breakpointTerms';

/** The operation or layer header of a breakpoint, by the id that stays the same in a new listing. */
interface Anchor {
  readonly kind: 'operation' | 'layer';
  readonly index: number;
  readonly id: string;
  readonly line: number;
}

/** One breakpoint of the editor: its number there and where it is. */
interface Entry {
  readonly number: number;
  readonly anchors: readonly Anchor[];
  readonly terms: Terms;
  /** For one on names. */
  readonly name?: string;
  /** For one on data: the operations that write it. It stops only when one of them has just run. */
  readonly writers?: ReadonlySet<number>;
}

/** A breakpoint on a line of the listing, or on a name, as an editor requests it. */
type LineRequest = TermsRequest & { readonly line: number };
type NameRequest = TermsRequest & { readonly name: string };
/** A breakpoint on what is written, by an expression. */
type DataRequest = TermsRequest & { readonly dataId: string };

/** The breakpoints of a session: those on lines of the listing and those on names of operations. */
export class Breakpoints implements BreakpointPlaces {
  private anchors: readonly Anchor[] = [];
  private readonly numbers = new Map<string, number>();
  /** By the text that they are set in. */
  private readonly onLines = new Map<string, readonly Entry[]>();
  private onNames: readonly Entry[] = [];
  private onData: readonly Entry[] = [];

  constructor(
    private plan: Plan,
    listing: Listing,
  ) {
    this.replan(plan, listing);
  }

  /**
   * The listing has grown: names may match more operations. Lines and operations keep their numbers.
   * @returns the breakpoints that match an operation now.
   */
  replan(plan: Plan, listing: Listing): DebugProtocol.Breakpoint[] {
    this.plan = plan;
    this.anchors = listing.lines.flatMap((meaning, index): Anchor[] => {
      const line = index + 1;
      if (meaning.kind === 'layer') {
        return [{ kind: 'layer', index: meaning.layer, id: plan.layers[meaning.layer]?.id ?? '', line }];
      }
      if (meaning.kind === 'operation') {
        const { operation } = meaning;
        return [{ kind: 'operation', index: operation, id: plan.operations[operation]?.id ?? '', line }];
      }
      return [];
    });
    const before = this.onNames;
    // Terms keep the hits that they have counted.
    this.onNames = before.map((entry) =>
      entry.name === undefined ? entry : { ...entry, anchors: this.named(entry.name) },
    );
    return this.onNames
      .filter(({ anchors }, index) => anchors.length > 0 && before[index]?.anchors.length === 0)
      .map(({ number }) => ({ id: number, verified: true }));
  }

  /**
   * Replaces the breakpoints on lines of one text. On a line without header or operation, the next such line is used.
   * @param place the text that the requests and the answers refer to.
   */
  setLines(requests: readonly LineRequest[], place: ListingPlace = ownListing): DebugProtocol.Breakpoint[] {
    const entries: Entry[] = [];
    const answers = requests.map((request): DebugProtocol.Breakpoint => {
      const { line } = request;
      const wanted = place.toListing(line);
      const anchor = this.anchors.find((candidate) => candidate.line >= wanted);
      if (!anchor) return { verified: false, line, message: 'There is no operation on or after this line.' };
      const number = this.numberOf(`line ${anchor.id}`);
      const terms = readTerms(request);
      if (typeof terms === 'string') return { id: number, verified: false, line, message: terms };
      entries.push({ number, anchors: [anchor], terms });
      return { id: number, verified: true, line: place.fromListing(anchor.line) };
    });
    this.onLines.set(place.key, entries);
    return answers;
  }

  /** Replaces the breakpoints on names: an operation id, a layer id, or a pattern with `*`. */
  setNames(requests: readonly NameRequest[]): DebugProtocol.Breakpoint[] {
    const entries: Entry[] = [];
    const answers = requests.map((request): DebugProtocol.Breakpoint => {
      const { name } = request;
      const anchors = this.named(name);
      const isPending = anchors.length === 0 && this.plan.described !== undefined;
      if (anchors.length === 0 && !isPending) return { verified: false, message: this.unknownName(name) };
      const number = this.numberOf(`name ${name}`);
      const terms = readTerms(request);
      if (typeof terms === 'string') return { id: number, verified: false, message: terms };
      entries.push({ number, anchors, terms, name });
      if (!isPending) return { id: number, verified: true };
      const message = `The program has not reported an operation "${name}" yet.`;
      return { id: number, verified: false, message };
    });
    this.onNames = entries;
    return answers;
  }

  /** Replaces the breakpoints on data: each stops after the operations that write a buffer of its expression. */
  setData(requests: readonly DataRequest[]): DebugProtocol.Breakpoint[] {
    const entries: Entry[] = [];
    const answers = requests.map((request): DebugProtocol.Breakpoint => {
      const { dataId } = request;
      const number = this.numberOf(`data ${dataId}`);
      const writers = readWriters(dataId, this.plan);
      if (typeof writers === 'string') return { id: number, verified: false, message: writers };
      const terms = readTerms(request);
      if (typeof terms === 'string') return { id: number, verified: false, message: terms };
      // A pass that writes no token goes on with the first operation of the next one.
      const next = new Set([...writers].flatMap((writer) => [writer + 1, 0]));
      const anchors = this.anchors.filter(({ kind, index }) => kind === 'operation' && next.has(index));
      entries.push({ number, anchors, terms, writers: new Set(writers) });
      return { id: number, verified: true };
    });
    this.onData = entries;
    return answers;
  }

  /** Lines from `first` to `last` that can have a breakpoint. */
  linesBetween(first: number, last: number): number[] {
    return this.anchors.map(({ line }) => line).filter((line) => line >= first && line <= last);
  }

  /** The operations that a target must stop before. */
  get operations(): number[] {
    const indices = this.all.map(({ kind, index }) =>
      kind === 'operation' ? index : (this.plan.layers[index]?.first ?? 0),
    );
    return [...new Set(indices)].sort((a, b) => a - b);
  }

  atOperation(operation: number): boolean {
    return this.all.some(({ kind, index }) => kind === 'operation' && index === operation);
  }

  atHeader(layer: number): boolean {
    return this.all.some(({ kind, index }) => kind === 'layer' && index === layer);
  }

  /** Numbers of the breakpoints at the current stop. */
  hitNumbers(cursor: Cursor): number[] {
    return [...new Set(this.at(cursor).map(({ number }) => number))];
  }

  /**
   * Whether one of the breakpoints there stops the run.
   * @param say receives the messages of log points.
   */
  async stopAt(stop: Stop, say: (text: string) => void): Promise<boolean> {
    let stops = false;
    // Each counts its hits, even when another one already stops the run.
    for (const { terms } of this.reached(stop)) if (await terms.stop(stop, say)) stops = true;
    return stops;
  }

  /** Whether the condition of one of the breakpoints there holds. Only conditions count when stepping back. */
  async holdAt(stop: Stop): Promise<boolean> {
    for (const { terms } of this.reached(stop)) if (await terms.hold(stop)) return true;
    return false;
  }

  private reached({ facts }: Stop): Entry[] {
    const last = facts.last?.operation.index ?? -1;
    return this.at(facts.cursor).filter(({ writers }) => writers?.has(last) ?? true);
  }

  private at({ position, atHeader }: Cursor): Entry[] {
    const isHere = ({ kind, index }: Anchor): boolean =>
      atHeader
        ? kind === 'layer' && this.plan.layers[index]?.first === position.operation
        : kind === 'operation' && index === position.operation;
    return this.entries.filter(({ anchors }) => anchors.some(isHere));
  }

  private get all(): readonly Anchor[] {
    return this.entries.flatMap(({ anchors }) => anchors);
  }

  private get entries(): readonly Entry[] {
    return [...[...this.onLines.values()].flat(), ...this.onNames, ...this.onData];
  }

  private named(name: string): Anchor[] {
    const pattern = new RegExp(`^${name.trim().split('*').map(escapeRegExp).join('.*')}$`);
    return this.anchors.filter(({ id }) => pattern.test(id));
  }

  private unknownName(name: string): string {
    const example = this.plan.operations[1]?.id ?? 'embed';
    return `Unknown operation "${name}". Examples: "${example}", or "${example.replace(/^L\d+/, 'L*')}" for every layer.`;
  }

  private numberOf(key: string): number {
    const known = this.numbers.get(key) ?? this.numbers.size + 1;
    this.numbers.set(key, known);
    return known;
  }
}

/** The terms of a breakpoint, or a sentence that explains why they are invalid. */
function readTerms(request: TermsRequest): Terms | string {
  try {
    return Terms.of(request);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

/** The operations that write what an expression reads, or a sentence that explains why there are none. */
function readWriters(text: string, plan: Plan): readonly number[] | string {
  try {
    return writersOf(parseExpression(text), plan);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
