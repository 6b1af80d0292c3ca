import { positionRange } from '../session/frames';
import type { Stop } from '../debuggee/stop';
import { remark, type Item } from '../variables/item';
import { tokenListItem } from '../variables/tokenItem';

/** Where the run stands: pass, positions and tokens so far. */
export function passItems(stop: Stop): Item[] {
  const { position, plan, facts } = stop;
  const { registers, seqLen } = plan.config;
  return [
    remark('pass', String(position.pass)),
    remark('positions', positionRange(position)),
    remark('context', `${seqLen} positions${registers > 0 ? ` behind ${registers} registers` : ''}`),
    remark('ends with a token', position.tail ? 'yes' : 'no, the prompt goes on'),
    tokenListItem('tokens', facts.tokens, facts.tokenizer),
  ];
}
