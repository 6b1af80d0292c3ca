/**
 * Multimedia instructions on 128-bit registers; columns as in integer.ts. w, h, b are the 4 words, 8 halfwords or
 * 16 bytes of a register counted from the lowest; [n] is one of them. HI and LO are 128 bits here (HI1:HI, LO1:LO).
 */
export const mmiSource = 'EE Core Instruction Set Manual; PCSX2 for the multiply and divide corner cases';
export const mmiRows = String.raw`
paddw     | 70000008 | rd,rs,rt | alu  | 1  | w: rd <- rs + rt
psubw     | 70000048 | rd,rs,rt | alu  | 1  | w: rd <- rs - rt
pcgtw     | 70000088 | rd,rs,rt | alu  | 1  | w: rd <- all ones if rs > rt, signed, else 0
pmaxw     | 700000c8 | rd,rs,rt | alu  | 1  | w: rd <- greater, signed
paddh     | 70000108 | rd,rs,rt | alu  | 1  | h: rd <- rs + rt
psubh     | 70000148 | rd,rs,rt | alu  | 1  | h: rd <- rs - rt
pcgth     | 70000188 | rd,rs,rt | alu  | 1  | h: rd <- all ones if rs > rt, signed, else 0
pmaxh     | 700001c8 | rd,rs,rt | alu  | 1  | h: rd <- greater, signed
paddb     | 70000208 | rd,rs,rt | alu  | 1  | b: rd <- rs + rt
psubb     | 70000248 | rd,rs,rt | alu  | 1  | b: rd <- rs - rt
pcgtb     | 70000288 | rd,rs,rt | alu  | 1  | b: rd <- all ones if rs > rt, signed, else 0
paddsw    | 70000408 | rd,rs,rt | alu  | 1  | w: rd <- rs + rt, signed saturation
psubsw    | 70000448 | rd,rs,rt | alu  | 1  | w: rd <- rs - rt, signed saturation
pextlw    | 70000488 | rd,rs,rt | alu  | 1  | w: rd <- rs[1] rt[1] rs[0] rt[0] (highest first)
ppacw     | 700004c8 | rd,rs,rt | alu  | 1  | w: rd <- rs[2] rs[0] rt[2] rt[0] (highest first)
paddsh    | 70000508 | rd,rs,rt | alu  | 1  | h: rd <- rs + rt, signed saturation
psubsh    | 70000548 | rd,rs,rt | alu  | 1  | h: rd <- rs - rt, signed saturation
pextlh    | 70000588 | rd,rs,rt | alu  | 1  | h: low four of rs and rt interleaved, rt lowest
ppach     | 700005c8 | rd,rs,rt | alu  | 1  | h: rd <- even halfwords of rs (high half) and rt (low half)
paddsb    | 70000608 | rd,rs,rt | alu  | 1  | b: rd <- rs + rt, signed saturation
psubsb    | 70000648 | rd,rs,rt | alu  | 1  | b: rd <- rs - rt, signed saturation
pextlb    | 70000688 | rd,rs,rt | alu  | 1  | b: low eight of rs and rt interleaved, rt lowest
ppacb     | 700006c8 | rd,rs,rt | alu  | 1  | b: rd <- even bytes of rs (high half) and rt (low half)
pext5     | 70000788 | rd,rt    | alu  | 1  | w: rd <- 1-5-5-5 bits of rt spread to the top of four bytes
ppac5     | 700007c8 | rd,rt    | alu  | 1  | w: rd <- top 1-5-5-5 bits of four bytes of rt packed
pabsw     | 70000068 | rd,rt    | alu  | 1  | w: rd <- |rt|, 80000000 gives 7FFFFFFF
pceqw     | 700000a8 | rd,rs,rt | alu  | 1  | w: rd <- all ones if rs = rt else 0
pminw     | 700000e8 | rd,rs,rt | alu  | 1  | w: rd <- lesser, signed
padsbh    | 70000128 | rd,rs,rt | alu  | 1  | h: rd <- rs - rt in the low four, rs + rt in the high four
pabsh     | 70000168 | rd,rt    | alu  | 1  | h: rd <- |rt|, 8000 gives 7FFF
pceqh     | 700001a8 | rd,rs,rt | alu  | 1  | h: rd <- all ones if rs = rt else 0
pminh     | 700001e8 | rd,rs,rt | alu  | 1  | h: rd <- lesser, signed
pceqb     | 700002a8 | rd,rs,rt | alu  | 1  | b: rd <- all ones if rs = rt else 0
padduw    | 70000428 | rd,rs,rt | alu  | 1  | w: rd <- rs + rt, unsigned saturation
psubuw    | 70000468 | rd,rs,rt | alu  | 1  | w: rd <- rs - rt, unsigned saturation
pextuw    | 700004a8 | rd,rs,rt | alu  | 1  | w: rd <- rs[3] rt[3] rs[2] rt[2] (highest first)
padduh    | 70000528 | rd,rs,rt | alu  | 1  | h: rd <- rs + rt, unsigned saturation
psubuh    | 70000568 | rd,rs,rt | alu  | 1  | h: rd <- rs - rt, unsigned saturation
pextuh    | 700005a8 | rd,rs,rt | alu  | 1  | h: high four of rs and rt interleaved, rt lowest
paddub    | 70000628 | rd,rs,rt | alu  | 1  | b: rd <- rs + rt, unsigned saturation
psubub    | 70000668 | rd,rs,rt | alu  | 1  | b: rd <- rs - rt, unsigned saturation
pextub    | 700006a8 | rd,rs,rt | alu  | 1  | b: high eight of rs and rt interleaved, rt lowest
qfsrv     | 700006e8 | rd,rs,rt | alu  | 1  | rd <- low 128 bits of (rs:rt >> 8 * SA)
pmaddw    | 70000009 | rd,rs,rt | mac  | 4  | words 0 and 2: LO, HI <- sx of the words of HI:LO + rs * rt signed; rd doublewords <- these words; HI may be one off on the console
psllvw    | 70000089 | rd,rt,rs | alu  | 1  | words 0 and 2: rd <- sx(rt << rs[4:0])
psrlvw    | 700000c9 | rd,rt,rs | alu  | 1  | words 0 and 2: rd <- sx(rt >> rs[4:0]), zeros shifted in
pmsubw    | 70000109 | rd,rs,rt | mac  | 4  | words 0 and 2: LO, HI <- sx of the words of HI:LO - rs * rt signed; rd doublewords <- these words; HI may be one off on the console
pmfhi     | 70000209 | rd       | mac  | 1  | rd <- HI, 128 bits
pmflo     | 70000249 | rd       | mac  | 1  | rd <- LO, 128 bits
pinth     | 70000289 | rd,rs,rt | alu  | 1  | h: high four of rs and low four of rt interleaved, rt lowest
pmultw    | 70000309 | rd,rs,rt | mac  | 4  | words 0 and 2: rs * rt signed; rd doublewords <- products, LO, HI <- sx of their words
pdivw     | 70000349 | rs,rt    | mac  | 37 | words 0 and 2: LO <- sx(rs / rt), HI <- sx(rs mod rt), signed
pcpyld    | 70000389 | rd,rs,rt | alu  | 1  | rd <- low doubleword of rs (high) and of rt (low)
pmaddh    | 70000409 | rd,rs,rt | mac  | 4  | h: eight signed products added to the words LO[0] LO[1] HI[0] HI[1] LO[2] LO[3] HI[2] HI[3]; rd <- LO[0] HI[0] LO[2] HI[2]
phmadh    | 70000449 | rd,rs,rt | mac  | 4  | h: sums of neighbouring signed products; rd <- four sums; even words of LO and HI too
pand      | 70000489 | rd,rs,rt | alu  | 1  | rd <- rs and rt, 128 bits
pxor      | 700004c9 | rd,rs,rt | alu  | 1  | rd <- rs xor rt, 128 bits
pmsubh    | 70000509 | rd,rs,rt | mac  | 4  | h: as pmaddh, products subtracted
phmsbh    | 70000549 | rd,rs,rt | mac  | 4  | h: odd product minus even product of neighbours; rd <- four differences
pexeh     | 70000689 | rd,rt    | alu  | 1  | h: halfwords 0 and 2 of each doubleword exchanged
prevh     | 700006c9 | rd,rt    | alu  | 1  | h: the four halfwords of each doubleword reversed
pmulth    | 70000709 | rd,rs,rt | mac  | 4  | h: eight signed products to LO, HI as in pmaddh; rd <- products 0, 2, 4, 6
pdivbw    | 70000749 | rs,rt    | mac  | 37 | w: LO <- rs / rt[15:0], HI <- sign-extended 16-bit remainder, signed
pexew     | 70000789 | rd,rt    | alu  | 1  | w: rd <- rt[3] rt[0] rt[1] rt[2] (highest first)
prot3w    | 700007c9 | rd,rt    | alu  | 1  | w: rd <- rt[3] rt[0] rt[2] rt[1] (highest first)
pmadduw   | 70000029 | rd,rs,rt | mac  | 4  | words 0 and 2: HI:LO + rs * rt unsigned; rd doublewords <- sums, LO, HI <- sx of their words
psravw    | 700000e9 | rd,rt,rs | alu  | 1  | words 0 and 2: rd <- sx(rt >> rs[4:0]), sign shifted in
pmthi     | 70000229 | rs       | mac  | 1  | HI <- rs, 128 bits
pmtlo     | 70000269 | rs       | mac  | 1  | LO <- rs, 128 bits
pinteh    | 700002a9 | rd,rs,rt | alu  | 1  | h: even halfwords of rs and rt interleaved, rt lowest
pmultuw   | 70000329 | rd,rs,rt | mac  | 4  | as pmultw, unsigned
pdivuw    | 70000369 | rs,rt    | mac  | 37 | as pdivw, unsigned
pcpyud    | 700003a9 | rd,rs,rt | alu  | 1  | rd <- high doubleword of rt (high) and of rs (low)
por       | 700004a9 | rd,rs,rt | alu  | 1  | rd <- rs or rt, 128 bits
pnor      | 700004e9 | rd,rs,rt | alu  | 1  | rd <- not (rs or rt), 128 bits
pexch     | 700006a9 | rd,rt    | alu  | 1  | h: halfwords 1 and 2 of each doubleword exchanged
pcpyh     | 700006e9 | rd,rt    | alu  | 1  | h: halfword 0 of each doubleword copied to all four
pexcw     | 700007a9 | rd,rt    | alu  | 1  | w: rd <- rt[3] rt[1] rt[2] rt[0] (highest first)
plzcw     | 70000004 | rd,rs    | lzc  | 1  | words 0 and 1: rd <- number of leading bits equal to the sign, minus one
pmfhl.lw  | 70000030 | rd       | mac  | 1  | w: rd <- HI[2] LO[2] HI[0] LO[0] (highest first)
pmfhl.uw  | 70000070 | rd       | mac  | 1  | w: rd <- HI[3] LO[3] HI[1] LO[1] (highest first)
pmfhl.slw | 700000b0 | rd       | mac  | 1  | doublewords: rd <- HI[0]:LO[0] and HI[2]:LO[2] saturated to signed 32 bits
pmfhl.lh  | 700000f0 | rd       | mac  | 1  | h: rd <- low halfwords of HI[3] HI[2] LO[3] LO[2] HI[1] HI[0] LO[1] LO[0] (highest first)
pmfhl.sh  | 70000130 | rd       | mac  | 1  | h: as pmfhl.lh, words saturated to signed 16 bits
pmthl.lw  | 70000031 | rs       | mac  | 1  | w: LO[0] HI[0] LO[2] HI[2] <- rs[0] rs[1] rs[2] rs[3]
psllh     | 70000034 | rd,rt,sa | alu  | 1  | h: rd <- rt << sa[3:0]
psrlh     | 70000036 | rd,rt,sa | alu  | 1  | h: rd <- rt >> sa[3:0], zeros shifted in
psrah     | 70000037 | rd,rt,sa | alu  | 1  | h: rd <- rt >> sa[3:0], sign shifted in
psllw     | 7000003c | rd,rt,sa | alu  | 1  | w: rd <- rt << sa
psrlw     | 7000003e | rd,rt,sa | alu  | 1  | w: rd <- rt >> sa, zeros shifted in
psraw     | 7000003f | rd,rt,sa | alu  | 1  | w: rd <- rt >> sa, sign shifted in
`;
