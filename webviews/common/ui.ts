/**
 * The only door to the control library (controls/main.ts): text field and link, with the names and focus that screen readers need.
 * Everything else in the views is our own, so that this module alone changes if the library does.
 */
let registered = false;
/** The page's own script, beside which the library's lies; the policy lets only scripts with its nonce run. */
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined;

/** The library takes longer to start than all else of a page, so it starts once the page has been painted. */
function register(): void {
  if (registered || own === undefined) return;
  registered = true;
  const script = document.createElement('script');
  script.nonce = own.nonce;
  script.src = new URL('controls.js', own.src).toString();
  requestAnimationFrame(() => setTimeout(() => document.body.append(script)));
}

/** What is used of the library's text field. */
interface FieldElement extends HTMLElement {
  /** Not there before the library has started, unless it was set. */
  value?: string;
}

/** A one-line text field that reports what is typed. */
export interface FilterField {
  readonly element: HTMLElement;
  get value(): string;
  set value(text: string);
}

/** A field for a filter; Escape clears it. `label` is its accessible name. */
export function filterField(label: string, changed: (text: string) => void): FilterField {
  register();
  const field = document.createElement('vscode-text-field') as FieldElement;
  field.className = 'filter';
  field.setAttribute('placeholder', label);
  field.setAttribute('aria-label', label);
  // The library takes its name for screen readers from its text only; common.css hides the visible twin.
  field.textContent = label;
  const text = (): string => field.value ?? '';
  field.addEventListener('input', () => changed(text()));
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || text() === '') return;
    field.value = '';
    changed('');
  });
  return {
    element: field,
    get value() {
      return text();
    },
    set value(value) {
      field.value = value;
    },
  };
}

/** A link that runs one of the extension's commands. */
export function commandLink(text: string, command: string): HTMLElement {
  register();
  const link = document.createElement('vscode-link');
  link.setAttribute('href', `command:${command}`);
  link.textContent = text;
  return link;
}
