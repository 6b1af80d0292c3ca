import { element } from './dom';
import { commandLink } from './ui';

/**
 * What a view says when it has nothing to show, with the two commands that change that.
 * @param title the view's name, for screen readers.
 */
export function emptyState(title: string, text: string): HTMLElement {
  return element(
    'div',
    { class: 'empty' },
    element('h1', { class: 'visually-hidden', text: title }),
    element('p', { text }),
    commandLink('Open Sample Model', 'ps2ml.openSample'),
    commandLink('Open Sample Model and Step a Token', 'ps2ml.stepSample'),
  );
}
