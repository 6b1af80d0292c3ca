import type { Core } from '../core';
import { branchTarget } from '../../../ee/disassemble';
import { NEXT_PC_OFFSET, PC_OFFSET } from '../stateLayout';
import { rsOf } from '../operands';
import { lane, setWord, type Execute, type ExecuteTable } from './execute';

const PC = PC_OFFSET / 4;
const NEXT_PC = NEXT_PC_OFFSET / 4;
const RETURN = 31 * 4;

/** A branch that links; the state's program counter is already that of the delay slot. */
function linking(negative: boolean, likely: boolean): Execute {
  return (core: Core, code) => {
    const slot = lane(core, PC);
    const taken = lane(core, rsOf(code) + 1) < 0 === negative;
    setWord(core, RETURN, (slot + 4) | 0);
    if (taken) core.words[NEXT_PC] = branchTarget(code, slot - 4);
    else if (likely) {
      core.words[PC] = slot + 4;
      core.words[NEXT_PC] = slot + 8;
    }
  };
}

/** Conditional branches that save a return address. */
export const linkingBranches: ExecuteTable = {
  bltzal: linking(true, false),
  bgezal: linking(false, false),
  bltzall: linking(true, true),
  bgezall: linking(false, true),
};
