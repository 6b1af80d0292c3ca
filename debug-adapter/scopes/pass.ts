import { positionRange } from '../session/frames';
import type { Stop } from '../debuggee/stop';
import { remark, type Item } from '../variables/item';
import { tokenListItem } from '../variables/tokenItem';

/** The point of the run: pass, positions and tokens so far. */
export function passItems(stop: Stop): Item[] {
  const { position, plan, facts } = stop;
  const { registers, seqLen } = plan.config;
  return [
    remark('pass', String(position.pass)),
    remark('positions', positionRange(position)),
    ...(plan.described
      ? []
      : [
          remark(
            'context',
            `${seqLen} positions${registers > 0 ? ` after ${registers} model registers` : ''}`,
          ),
          remark('ends with a token', position.tail ? 'yes' : 'no, more of the prompt follows'),
        ]),
    tokenListItem('tokens', facts.tokens, facts.tokenizer),
  ];
}
