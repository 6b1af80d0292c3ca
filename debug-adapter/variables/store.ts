import { AdapterError } from '../errors/adapterError';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Children, Item } from './item';

/** The variable references that an editor may expand while the session is stopped. */
export class VariableStore {
  private readonly children = new Map<number, Children>();
  private last = 0;

  /** Forgets everything. References end with their stop and are never reused. */
  clear(): void {
    this.children.clear();
  }

  /** @returns a reference for the editor. */
  add(children: Children): number {
    this.children.set(++this.last, children);
    return this.last;
  }

  /** An item in the form of the protocol. */
  variable(item: Item): DebugProtocol.Variable {
    const { children, changed, ...known } = item;
    // The protocol has no mark for a change, so it is part of the value.
    const rest = changed === undefined ? known : { ...known, value: `${known.value}, ${changed}` };
    if (!children) return { ...rest, variablesReference: 0 };
    return {
      ...rest,
      variablesReference: this.add(children),
      ...(children.kind === 'indexed' && { indexedVariables: children.count }),
    };
  }

  /** A variable of a reference by its name. @throws AdapterError when there is none. */
  async find(reference: number, name: string): Promise<Item> {
    const children = this.children.get(reference);
    if (!children)
      throw new AdapterError('arguments', 'These variables belong to an earlier stop. Expand them again.');
    const index = Number(/^\[(\d+)\]$/.exec(name)?.[1] ?? -1);
    const isNumbered = children.kind === 'indexed' && index >= 0 && index < children.count;
    const items =
      children.kind === 'named' ? await children.items() : isNumbered ? await children.page(index, 1) : [];
    const item = items.find((each) => each.name === name);
    if (item) return item;
    throw new AdapterError('arguments', `There is no variable "${name}" here.`);
  }

  /**
   * The variables of a reference.
   * @param count 0 or undefined for all.
   * @throws AdapterError when the reference belongs to an earlier stop.
   */
  async open(
    reference: number,
    filter?: 'indexed' | 'named',
    start = 0,
    count?: number,
  ): Promise<DebugProtocol.Variable[]> {
    const children = this.children.get(reference);
    if (!children) {
      throw new AdapterError('arguments', 'These variables belong to an earlier stop. Expand them again.');
    }
    if (filter !== undefined && filter !== children.kind) return [];
    const items = children.kind === 'named' ? await children.items() : await page(children, start, count);
    return items.map((item) => this.variable(item));
  }
}

function page(
  children: Children & { kind: 'indexed' },
  start: number,
  count: number | undefined,
): Promise<readonly Item[]> {
  const rest = Math.max(0, children.count - start);
  return children.page(start, count === undefined || count === 0 ? rest : Math.min(count, rest));
}
