import { element } from './dom';

/** A button that does something in the page; `title` says more on hover. */
export function button(text: string, pressed: () => void, title?: string): HTMLButtonElement {
  const made = element('button', {
    class: 'button',
    text,
    attributes: { type: 'button', ...(title !== undefined && { title }) },
  });
  made.addEventListener('click', pressed);
  return made;
}

/** A button that looks like a link, for going to another place of the same page. */
export function jump(text: string, pressed: () => void, title?: string): HTMLButtonElement {
  const made = button(text, pressed, title);
  made.className = 'jump';
  return made;
}

/** A list of which one is chosen, with its label before it. */
export class Choice {
  readonly element: HTMLElement;
  private readonly select: HTMLSelectElement;

  constructor(label: string, chosen: (value: string) => void) {
    this.select = element('select', { class: 'select' });
    this.select.addEventListener('change', () => chosen(this.select.value));
    this.element = element('label', { class: 'choice' }, element('span', { text: label }), this.select);
  }

  get value(): string {
    return this.select.value;
  }

  set value(value: string) {
    this.select.value = value;
  }

  /** Replaces what can be chosen; what was chosen stays if it can. */
  setOptions(values: readonly string[], textOf: (value: string) => string = (value) => value): void {
    const before = this.value;
    this.select.replaceChildren(
      ...values.map((value) => element('option', { text: textOf(value), attributes: { value } })),
    );
    if (values.includes(before)) this.select.value = before;
  }
}

/** A switch with its label behind it. */
export function checkBox(
  label: string,
  isOn: boolean,
  changed: (isOn: boolean) => void,
): { readonly element: HTMLElement; set(isOn: boolean): void } {
  const input = element('input', { attributes: { type: 'checkbox' } });
  input.checked = isOn;
  input.addEventListener('change', () => changed(input.checked));
  return {
    element: element('label', { class: 'check' }, input, element('span', { text: label })),
    set: (value) => {
      input.checked = value;
    },
  };
}

/** A field of one line; `entered` is called at Enter, `typed` with each key. */
export function textField(
  label: string,
  entered: (text: string) => void,
  typed?: (text: string) => void,
): { readonly element: HTMLElement; readonly input: HTMLInputElement } {
  const input = element('input', {
    class: 'text-field',
    attributes: { type: 'text', spellcheck: 'false', 'aria-label': label, placeholder: label },
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') entered(input.value);
  });
  if (typed !== undefined) input.addEventListener('input', () => typed(input.value));
  return { element: input, input };
}
