import type { ToView } from '../messages/pull';
import { either, exactly, isAnything, objectOf } from './combinators';
import { isNumber } from '../../common/guards';

/** Whether a message answers a pull; what it holds is checked by the guard of the page's own content. */
export const isToView = either(
  objectOf<Extract<ToView<unknown>, { type: 'content' }>>({
    type: exactly('content'),
    revision: isNumber,
    content: isAnything,
  }),
  objectOf<Extract<ToView<unknown>, { type: 'empty' }>>({ type: exactly('empty'), revision: isNumber }),
);
