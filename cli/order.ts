import type { OpenPsntOptions } from '../model/psnt/file';
import type { Call, Option } from './command';

/** The option of commands that read a PSNT. */
export const orderOption: Readonly<Record<string, Option>> = {
  order: {
    value: 'ORDER',
    help: 'order of the body of a .psnt (resident-first, llama2c-order, scales-first, or one with its variant as inspect names it), where the one that is found is not right',
  },
};

/** In which order a PSNT is to be read, by that option. */
export function orderOf(call: Call): OpenPsntOptions {
  const order = call.text('order');
  return order === undefined ? {} : { order };
}
