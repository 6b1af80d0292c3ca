/** A value of the template library: a text, a number, a list of values, a map of values, or a function. */
export interface TemplateValue {
  readonly type: string;
  readonly value: unknown;
}

/** No text or list in a template becomes longer. */
export const mostTemplateCharacters = 4_000_000;

/**
 * How long values are when they are written out. A list may contain another one twice, and that one a third one
 * twice: written out, it is longer than any memory, though each was made in one step.
 */
export class TemplateSizes {
  private known = new WeakMap<object, number>();

  /** @param spend is called with the values that are looked at. */
  constructor(private readonly spend: (values: number) => void) {}

  /** A member of a value was replaced, so that no known size holds. */
  forget(): void {
    this.known = new WeakMap();
  }

  /** Characters of a value as text, about; Infinity for a value that contains itself. */
  of(value: TemplateValue): number {
    const { value: content } = value;
    if (typeof content === 'string') return content.length + 2;
    if (!Array.isArray(content) && !(content instanceof Map)) return 8;
    const known = this.known.get(value);
    if (known !== undefined) return known;
    this.known.set(value, Infinity);
    let size = 2;
    const items = content as readonly TemplateValue[] | ReadonlyMap<string, TemplateValue>;
    for (const item of items.values()) size += this.of(item) + 2;
    if (items instanceof Map) for (const key of items.keys()) size += String(key).length + 4;
    this.spend(content instanceof Map ? content.size : content.length);
    this.known.set(value, size);
    return size;
  }
}

/**
 * Characters that a filter or method of the library may write, about; 0 for those that write no more than they get.
 * @param name `replace`, `indent`, `join` or `tojson`.
 * @param args the arguments by position and by name, in any order.
 */
export function grownSize(
  name: unknown,
  operand: TemplateValue,
  args: readonly TemplateValue[],
  sizes: TemplateSizes,
): number {
  const { value } = operand;
  const written = args.reduce((sum, arg) => sum + sizes.of(arg), 0);
  const width = args.reduce((most, arg) => Math.max(most, typeof arg.value === 'number' ? arg.value : 0), 0);
  const length = typeof value === 'string' || Array.isArray(value) ? value.length + 1 : 1;
  switch (name) {
    case 'replace':
    case 'join':
      return sizes.of(operand) + length * written;
    case 'indent':
      return typeof value === 'string' ? value.length + value.split('\n').length * width : 0;
    case 'tojson':
      // Each bracket and each value has a line of its own, at most as deep as there are values.
      return sizes.of(operand) * (1 + width);
    default:
      return 0;
  }
}
