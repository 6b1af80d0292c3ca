/**
 * The only door to the control library: text field and link, with the names and focus that screen readers need.
 * Everything else in the views is our own, so that this module alone changes if the library does.
 */
import { provideVSCodeDesignSystem, vsCodeLink, vsCodeTextField } from '@vscode/webview-ui-toolkit';

let registered = false;

function register(): void {
  if (registered) return;
  registered = true;
  provideVSCodeDesignSystem().register(vsCodeTextField(), vsCodeLink());
}

/** What is used of the library's text field. */
interface FieldElement extends HTMLElement {
  value: string;
  placeholder: string;
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
  field.placeholder = label;
  // The library takes its name for screen readers from its text only; common.css hides the visible twin.
  field.textContent = label;
  field.addEventListener('input', () => changed(field.value));
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || field.value === '') return;
    field.value = '';
    changed('');
  });
  return {
    element: field,
    get value() {
      return field.value;
    },
    set value(text) {
      field.value = text;
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
