import type { ExecuteTable } from '../slow/execute';
import { bytes, clamp, halves, quadword, words } from './lanes';

const word = (value: number) => clamp(value, -0x80000000, 0x7fffffff);
const half = (value: number) => clamp(value, -0x8000, 0x7fff);
const byte = (value: number) => clamp(value, -0x80, 0x7f);
const mask = (holds: boolean) => (holds ? -1 : 0);
const leading = (x: number) => Math.clz32(x < 0 ? ~x : x) - 1;

/** Sums, differences, comparisons, shifts and logic, lane by lane. */
export const arithmetic: ExecuteTable = {
  paddw: words((x, y) => x + y),
  psubw: words((x, y) => x - y),
  pcgtw: words((x, y) => mask(x > y)),
  pceqw: words((x, y) => mask(x === y)),
  pmaxw: words((x, y) => (x > y ? x : y)),
  pminw: words((x, y) => (x < y ? x : y)),
  paddsw: words((x, y) => word(x + y)),
  psubsw: words((x, y) => word(x - y)),
  padduw: words((x, y) => Math.min((x >>> 0) + (y >>> 0), 0xffffffff)),
  psubuw: words((x, y) => Math.max((x >>> 0) - (y >>> 0), 0)),
  pabsw: words((_x, y) => word(Math.abs(y))),
  psllw: words((_x, y, sa) => y << sa),
  psrlw: words((_x, y, sa) => y >>> sa),
  psraw: words((_x, y, sa) => y >> sa),
  pext5: words(
    (_x, y) => ((y & 0x1f) << 3) | ((y & 0x3e0) << 6) | ((y & 0x7c00) << 9) | ((y & 0x8000) << 16),
  ),
  ppac5: words(
    (_x, y) => ((y >>> 3) & 0x1f) | ((y >>> 6) & 0x3e0) | ((y >>> 9) & 0x7c00) | ((y >>> 16) & 0x8000),
  ),
  pand: words((x, y) => x & y),
  por: words((x, y) => x | y),
  pxor: words((x, y) => x ^ y),
  pnor: words((x, y) => ~(x | y)),
  paddh: halves((x, y) => x + y),
  psubh: halves((x, y) => x - y),
  pcgth: halves((x, y) => mask(x > y)),
  pceqh: halves((x, y) => mask(x === y)),
  pmaxh: halves((x, y) => (x > y ? x : y)),
  pminh: halves((x, y) => (x < y ? x : y)),
  paddsh: halves((x, y) => half(x + y)),
  psubsh: halves((x, y) => half(x - y)),
  padduh: halves((x, y) => Math.min((x & 0xffff) + (y & 0xffff), 0xffff)),
  psubuh: halves((x, y) => Math.max((x & 0xffff) - (y & 0xffff), 0)),
  pabsh: halves((_x, y) => half(Math.abs(y))),
  psllh: halves((_x, y, sa) => y << (sa & 15)),
  psrlh: halves((_x, y, sa) => (y & 0xffff) >>> (sa & 15)),
  psrah: halves((_x, y, sa) => y >> (sa & 15)),
  paddb: bytes((x, y) => x + y),
  psubb: bytes((x, y) => x - y),
  pcgtb: bytes((x, y) => mask(x > y)),
  pceqb: bytes((x, y) => mask(x === y)),
  paddsb: bytes((x, y) => byte(x + y)),
  psubsb: bytes((x, y) => byte(x - y)),
  paddub: bytes((x, y) => Math.min((x & 0xff) + (y & 0xff), 0xff)),
  psubub: bytes((x, y) => Math.max((x & 0xff) - (y & 0xff), 0)),
  padsbh: quadword(({ halves: h }, d, s, t) => {
    for (let i = 0; i < 8; i++) {
      const x = h[s * 2 + i] ?? 0;
      const y = h[t * 2 + i] ?? 0;
      h[d * 2 + i] = i < 4 ? x - y : x + y;
    }
  }),
  plzcw: quadword(({ words: w }, d, s) => {
    w[d] = leading(w[s] ?? 0);
    w[d + 1] = leading(w[s + 1] ?? 0);
  }),
};
