import type { OpenPsntOptions } from '../model/psnt/file';
import type { Call, Option } from './command';

/** The option of commands that read a PSNT. */
export const orderOption: Readonly<Record<string, Option>> = {
  order: {
    value: 'ORDER',
    help: 'tensor order of a .psnt (resident-first, llama2c-order, scales-first, or one with its variant as printed by inspect), if the detected one is wrong',
  },
};

/** The tensor order to read a PSNT with, from that option. */
export function orderOf(call: Call): OpenPsntOptions {
  const order = call.text('order');
  return order === undefined ? {} : { order };
}
