import type { Core } from '../core';
import { toVf } from '../operands';
import { lane, type Execute, type ExecuteTable } from '../slow/execute';
import { VU0_DATA_OFFSET, VU0_MEMORY_BYTES } from '../stateLayout';
import { fsOf, ftOf, integer, isWritten, setInteger, VF } from './state';

const DATA = VU0_DATA_OFFSET / 4;
const LAST_QUADWORD = VU0_MEMORY_BYTES / 16 - 1;

/** State word of the quadword that an integer register points to; addresses wrap around. */
function wordsAt(core: Core, register: number): number {
  return DATA + (integer(core, register) & LAST_QUADWORD) * 4;
}

function step(core: Core, register: number, by: number): void {
  setInteger(core, register, integer(core, register) + by);
}

/** Copies the components of the mask. */
function copy(core: Core, code: number, to: number, from: number): void {
  for (let i = 0; i < 4; i++) if (isWritten(code, i)) core.words[to + i] = lane(core, from + i);
}

/** vlqi, vlqd: the pointer is vis. */
function load(before: number, after: number): Execute {
  return (core, code) => {
    step(core, fsOf(code), before);
    copy(core, code, toVf(ftOf(code)), wordsAt(core, fsOf(code)));
    step(core, fsOf(code), after);
  };
}

/** vsqi, vsqd: the pointer is vit. */
function store(before: number, after: number): Execute {
  return (core, code) => {
    step(core, ftOf(code), before);
    copy(core, code, wordsAt(core, ftOf(code)), VF + fsOf(code) * 4);
    step(core, ftOf(code), after);
  };
}

/** Loads and stores of VU0's data memory. */
export const memory: ExecuteTable = {
  'vlqi.dest': load(0, 1),
  'vlqd.dest': load(-1, 0),
  'vsqi.dest': store(0, 1),
  'vsqd.dest': store(-1, 0),
  'vilwr.dest': (core, code) => {
    // A mask should have one component; of several the last one is taken (assumed).
    const from = wordsAt(core, fsOf(code));
    for (let i = 0; i < 4; i++) if (isWritten(code, i)) setInteger(core, ftOf(code), lane(core, from + i));
  },
  'viswr.dest': (core, code) => {
    const to = wordsAt(core, fsOf(code));
    for (let i = 0; i < 4; i++) if (isWritten(code, i)) core.words[to + i] = integer(core, ftOf(code));
  },
};
