import type { TensorView } from './tensorView';

/** A line of a run: before an operation of a pass. */
interface RunPlace {
  readonly pass: number;
  readonly operation: number;
}

/** The values that a tensor had at a stop. */
interface Seen extends RunPlace {
  readonly rows: number;
  readonly cols: number;
  /** Row-major. */
  readonly values: Float64Array;
}

/** Tensors of up to this many values are kept when they are read as a whole. */
const mostOfOne = 65_536;
/** The values that are kept in all: 32 MiB of doubles. */
const mostOfAll = 4 << 20;

/**
 * What was read at earlier stops: for the value of an expression some passes ago, and for what has changed since the
 * last stop. The oldest are forgotten first.
 */
export class PastValues {
  /** By name, in the order of reading. */
  private readonly seen = new Map<string, Seen[]>();
  private readonly order: { readonly name: string; readonly seen: Seen }[] = [];
  private kept = 0;

  /** A view whose values are kept when they are read as a whole, and which knows those of the last stop. */
  remembering(view: TensorView, place: RunPlace): TensorView {
    const { name, rows, cols } = view;
    const before = this.lastElsewhere(name, place);
    const isSame = before?.rows === rows && before.cols === cols;
    return {
      ...view,
      ...(isSame && {
        before: (row: number, count: number) => before.values.subarray(row * cols, (row + count) * cols),
      }),
      read: async (row, count) => {
        const values = await view.read(row, count);
        if (row === 0 && count === rows) this.note(name, { ...pick(place), rows, cols, values });
        return values;
      },
    };
  }

  /** The values of a name at a line; undefined if they were not read there. */
  at(name: string, { pass, operation }: RunPlace): Seen | undefined {
    return this.seen.get(name)?.find((seen) => seen.pass === pass && seen.operation === operation);
  }

  /** Forgets everything. */
  clear(): void {
    for (const entry of [...this.order]) this.forget(entry);
  }

  /** Forgets what was read at a line and after it: it may have other values now. */
  forgetFrom({ pass, operation }: RunPlace): void {
    const isGone = (seen: Seen): boolean =>
      seen.pass > pass || (seen.pass === pass && seen.operation >= operation);
    for (const entry of [...this.order]) if (isGone(entry.seen)) this.forget(entry);
  }

  private lastElsewhere(name: string, { pass, operation }: RunPlace): Seen | undefined {
    return this.seen.get(name)?.findLast((seen) => seen.pass !== pass || seen.operation !== operation);
  }

  private note(name: string, seen: Seen): void {
    const { length } = seen.values;
    if (length > mostOfOne) return;
    const known = this.order.find((entry) => entry.name === name && isAt(entry.seen, seen));
    if (known) this.forget(known);
    this.seen.set(name, [...(this.seen.get(name) ?? []), seen]);
    this.order.push({ name, seen });
    this.kept += length;
    while (this.kept > mostOfAll) {
      const [oldest] = this.order;
      if (!oldest) return;
      this.forget(oldest);
    }
  }

  private forget(entry: { readonly name: string; readonly seen: Seen }): void {
    const { name, seen } = entry;
    this.order.splice(this.order.indexOf(entry), 1);
    this.kept -= seen.values.length;
    const rest = (this.seen.get(name) ?? []).filter((each) => each !== seen);
    if (rest.length > 0) this.seen.set(name, rest);
    else this.seen.delete(name);
  }
}

const pick = ({ pass, operation }: RunPlace): RunPlace => ({ pass, operation });

const isAt = (a: RunPlace, b: RunPlace): boolean => a.pass === b.pass && a.operation === b.operation;
