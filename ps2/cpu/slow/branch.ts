import type { Core } from '../core';
import { branchTarget } from '../../../ee/disassemble';
import { NEXT_PC_OFFSET, PC_OFFSET } from '../stateLayout';
import { rsOf } from '../operands';
import { lane, setWord, type Execute, type ExecuteTable } from './execute';

const PC = PC_OFFSET / 4;
const NEXT_PC = NEXT_PC_OFFSET / 4;
const RETURN = 31 * 4;

/** Branches or continues; the state's program counter is already that of the delay slot. */
function branch(core: Core, code: number, taken: boolean, likely: boolean): void {
  const slot = lane(core, PC);
  if (taken) core.words[NEXT_PC] = branchTarget(code, slot - 4);
  else if (likely) {
    core.words[PC] = slot + 4;
    core.words[NEXT_PC] = slot + 8;
  }
}

function linking(negative: boolean, likely: boolean): Execute {
  return (core, code) => {
    const taken = lane(core, rsOf(code) + 1) < 0 === negative;
    setWord(core, RETURN, (lane(core, PC) + 4) | 0);
    branch(core, code, taken, likely);
  };
}

function conditional(holds: (core: Core) => boolean, likely: boolean): Execute {
  return (core, code) => branch(core, code, holds(core), likely);
}

const dmaDone = (core: Core) => core.bus.dmaDone();
const dmaPending = (core: Core) => !core.bus.dmaDone();
/** VU1 never runs: nothing starts its programs. */
const vu1Runs = () => false;
const vu1Idle = () => true;

/** Conditional branches that save a return address, and those on a condition of a coprocessor. */
export const slowBranches: ExecuteTable = {
  bltzal: linking(true, false),
  bgezal: linking(false, false),
  bltzall: linking(true, true),
  bgezall: linking(false, true),
  bc0f: conditional(dmaPending, false),
  bc0t: conditional(dmaDone, false),
  bc0fl: conditional(dmaPending, true),
  bc0tl: conditional(dmaDone, true),
  bc2f: conditional(vu1Idle, false),
  bc2t: conditional(vu1Runs, false),
  bc2fl: conditional(vu1Idle, true),
  bc2tl: conditional(vu1Runs, true),
};
