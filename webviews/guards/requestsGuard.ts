import type { ToPage } from '../messages/requests';
import { either, exactly, isAnything, objectOf } from './combinators';
import { isNumber, isText } from '../../common/guards';

type ToPageOf<Type extends ToPage['type']> = Extract<ToPage, { readonly type: Type }>;

/** Whether a message is about a question of the page; a result is checked by the one who asked. */
export const isToPage = either(
  objectOf<ToPageOf<'result'>>({
    type: exactly('result'),
    id: isNumber,
    result: isAnything,
  }),
  either(
    objectOf<ToPageOf<'refused'>>({ type: exactly('refused'), id: isNumber, message: isText }),
    objectOf<ToPageOf<'progress'>>({
      type: exactly('progress'),
      id: isNumber,
      done: isNumber,
      total: isNumber,
    }),
  ),
);
