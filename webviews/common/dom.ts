/** What a new element carries beside its children. */
export interface ElementOptions {
  readonly class?: string;
  readonly text?: string;
  /** `role`, `aria-…`, `tabindex`, `href` … */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A new element. Text is always set as text, so data never becomes markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: ElementOptions = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Sets or removes an attribute. */
export function setAttribute(target: Element, name: string, value: string | undefined): void {
  if (value === undefined) target.removeAttribute(name);
  else target.setAttribute(name, value);
}

/** Sets a text that screen readers announce, unless it is unchanged: they would announce it again. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
