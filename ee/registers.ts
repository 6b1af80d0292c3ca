/** Names of the general registers in the n32 ABI, which ps2dev's and Debian's compilers use. */
export const gprNames: readonly string[] = (
  'zero at v0 v1 a0 a1 a2 a3 a4 a5 a6 a7 t0 t1 t2 t3 ' + 's0 s1 s2 s3 s4 s5 s6 s7 t8 t9 k0 k1 gp sp s8 ra'
).split(' ');

/** COP0 registers by number as binutils prints them for the R5900. */
export const cop0Names: readonly string[] = (
  'c0_index c0_random c0_entrylo0 c0_entrylo1 c0_context c0_pagemask c0_wired $7 ' +
  'c0_badvaddr c0_count c0_entryhi c0_compare c0_sr c0_cause c0_epc c0_prid ' +
  'c0_config $17 $18 $19 $20 $21 $22 c0_badpaddr ' +
  '$24 $25 $26 $27 c0_taglo c0_taghi c0_errorepc $31'
).split(' ');

/** COP1 control registers by number. */
export function cop1ControlName(number: number): string {
  return number === 31 ? 'c1_fcsr' : number === 0 ? 'c1_fir' : `$${number}`;
}
