import type { Core } from '../core';
import * as fpu from '../fpu';
import { toVf } from '../operands';
import { lane, type Execute, type ExecuteTable } from '../slow/execute';
import { quotient } from './quotient';
import { ACC, CONTROL, control, fdOf, fsOf, ftOf, isWritten, setStatus, STATUS, VF, VI } from './state';

/** One component: of ACC, vfs and the second operand. */
type Component = (acc: number, x: number, y: number) => number;
/** The second operand of a component; i = 0 for x. */
type Second = (core: Core, code: number, i: number) => number;

const { overflow, underflow } = fpu.FCR31;

/** MAC flags of a component's result: zero, sign, underflow, overflow, four bits each, x highest. */
function macFlags(result: number, i: number): number {
  const raised = fpu.raisedFlags();
  let flags = (result & 0x7fffffff) === 0 ? 1 : 0;
  if (result < 0) flags |= 0x10;
  if ((raised & underflow) !== 0) flags |= 0x100;
  if ((raised & overflow) !== 0) flags |= 0x1000;
  return flags << (3 - i);
}

function setMac(core: Core, mac: number): void {
  core.words[VI + CONTROL.mac] = mac;
  let status = 0;
  for (const [index, bit] of [STATUS.zero, STATUS.sign, STATUS.underflow, STATUS.overflow].entries())
    if (((mac >>> (4 * index)) & 15) !== 0) status |= bit;
  setStatus(core, 15, status);
}

/** An operation on the components of the mask, to vfd or ACC. */
function multiplyAdd(operation: Component, second: Second, toAcc: boolean): Execute {
  return (core, code) => {
    const target = toAcc ? ACC : toVf(fdOf(code));
    const results = [0, 0, 0, 0];
    let mac = 0;
    for (let i = 0; i < 4; i++) {
      if (!isWritten(code, i)) continue;
      const x = lane(core, VF + fsOf(code) * 4 + i);
      const result = operation(lane(core, ACC + i), x, second(core, code, i)) | 0;
      results[i] = result;
      mac |= macFlags(result, i);
    }
    for (let i = 0; i < 4; i++) if (isWritten(code, i)) core.words[target + i] = results[i] ?? 0;
    setMac(core, mac);
  };
}

/** max and mini: no flags. */
function choose(operation: Component, second: Second): Execute {
  return (core, code) => {
    const target = toVf(fdOf(code));
    const results = [0, 1, 2, 3].map((i) =>
      operation(0, lane(core, VF + fsOf(code) * 4 + i), second(core, code, i)),
    );
    for (let i = 0; i < 4; i++) if (isWritten(code, i)) core.words[target + i] = results[i] ?? 0;
  };
}

/** Suffixes of a mnemonic and what they make the second operand. */
const seconds: readonly (readonly [suffix: string, second: Second])[] = [
  ['', (core, code, i) => lane(core, VF + ftOf(code) * 4 + i)],
  ...['x', 'y', 'z', 'w'].map((suffix, component): readonly [string, Second] => [
    suffix,
    (core, code) => lane(core, VF + ftOf(code) * 4 + component),
  ]),
  ['q', quotient],
  ['i', (core) => control(core, CONTROL.immediate)],
];

const operations: Readonly<Record<string, Component>> = {
  vadd: (_acc, x, y) => fpu.add(x, y),
  vsub: (_acc, x, y) => fpu.sub(x, y),
  vmul: (_acc, x, y) => fpu.mul(x, y),
  vmadd: fpu.madd,
  vmsub: fpu.msub,
};
const choices: Readonly<Record<string, Component>> = {
  vmax: (_acc, x, y) => fpu.max(x, y),
  vmini: (_acc, x, y) => fpu.min(x, y),
};

/** Outer product: x · y of the next and the one after it. */
function outer(toAcc: boolean): Execute {
  return (core, code) => {
    const results = [0, 1, 2].map((i) => {
      const x = lane(core, VF + fsOf(code) * 4 + ((i + 1) % 3));
      const y = lane(core, VF + ftOf(code) * 4 + ((i + 2) % 3));
      const value = (toAcc ? fpu.mul(x, y) : fpu.msub(lane(core, ACC + i), x, y)) | 0;
      return { value, mac: macFlags(value, i) };
    });
    const target = toAcc ? ACC : toVf(fdOf(code));
    results.forEach(({ value }, i) => {
      core.words[target + i] = value;
    });
    setMac(
      core,
      results.reduce((flags, { mac }) => flags | mac, 0),
    );
  };
}

function forms(toAcc: boolean): [string, Execute][] {
  return Object.entries(operations).flatMap(([name, operation]) =>
    seconds.map(([suffix, second]): [string, Execute] => [
      `${name}${toAcc ? 'a' : ''}${suffix}.dest`,
      multiplyAdd(operation, second, toAcc),
    ]),
  );
}

/** Sums, products, their accumulating forms, maximum and minimum, and the outer product. */
export const vectorArithmetic: ExecuteTable = {
  ...Object.fromEntries([...forms(false), ...forms(true)]),
  ...Object.fromEntries(
    Object.entries(choices).flatMap(([name, operation]) =>
      seconds
        .filter(([suffix]) => suffix !== 'q')
        .map(([suffix, second]) => [`${name}${suffix}.dest`, choose(operation, second)]),
    ),
  ),
  'vopmula.xyz': outer(true),
  'vopmsub.xyz': outer(false),
};
