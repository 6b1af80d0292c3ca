import { SA_OFFSET } from '../stateLayout';
import type { ExecuteTable } from '../slow/execute';
import { permute, quadword } from './lanes';

const SA = SA_OFFSET / 4;
const joined = new Uint8Array(32);

/** Packing, extending and exchanging lanes; counts from the lowest lane, rt first, then rs. */
export const permutation: ExecuteTable = {
  pextlw: permute(0, 4, 1, 5),
  pextuw: permute(2, 6, 3, 7),
  ppacw: permute(0, 2, 4, 6),
  pcpyld: permute(0, 1, 4, 5),
  pcpyud: permute(6, 7, 2, 3),
  pexew: permute(2, 1, 0, 3),
  prot3w: permute(1, 2, 0, 3),
  pexcw: permute(0, 2, 1, 3),
  pextlh: permute(0, 8, 1, 9, 2, 10, 3, 11),
  pextuh: permute(4, 12, 5, 13, 6, 14, 7, 15),
  ppach: permute(0, 2, 4, 6, 8, 10, 12, 14),
  pinth: permute(0, 12, 1, 13, 2, 14, 3, 15),
  pinteh: permute(0, 8, 2, 10, 4, 12, 6, 14),
  pexeh: permute(2, 1, 0, 3, 6, 5, 4, 7),
  prevh: permute(3, 2, 1, 0, 7, 6, 5, 4),
  pexch: permute(0, 2, 1, 3, 4, 6, 5, 7),
  pcpyh: permute(0, 0, 0, 0, 4, 4, 4, 4),
  pextlb: permute(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
  pextub: permute(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
  ppacb: permute(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
  qfsrv: quadword(({ ubytes, words }, d, s, t) => {
    joined.set(ubytes.subarray(t * 4, t * 4 + 16), 0);
    joined.set(ubytes.subarray(s * 4, s * 4 + 16), 16);
    const shift = (words[SA] ?? 0) & 15;
    ubytes.set(joined.subarray(shift, shift + 16), d * 4);
  }),
};
