/**
 * VU0 in macro mode; columns as in integer.ts. A mnemonic that ends in .dest takes the components to write in bits
 * 24..21 (x highest). {xyzw} stands for four instructions, the broadcast component in bits 1..0.
 */
export const vu0Source = "VU User's Manual; binutils for the operand forms";
export const vu0Rows = String.raw`
qmfc2          | 48200000 | rt,vd            | cop2 | 1  | rt[127:0] <- vfs
qmfc2.i        | 48200001 | rt,vd            | cop2 | 1  | as qmfc2, waits for the VU
qmtc2          | 48a00000 | rt,vd            | cop2 | 1  | vfs <- rt[127:0]
qmtc2.i        | 48a00001 | rt,vd            | cop2 | 1  | as qmtc2, waits for the VU
cfc2           | 48400000 | rt,vi            | cop2 | 1  | rt <- sx(VU0 control register)
cfc2.i         | 48400001 | rt,vi            | cop2 | 1  | as cfc2, waits for the VU
ctc2           | 48c00000 | rt,vi            | cop2 | 1  | VU0 control register <- rt[31:0]
ctc2.i         | 48c00001 | rt,vi            | cop2 | 1  | as ctc2, waits for the VU
bc2f           | 49000000 | branch           | br   | 1  | branch if VU1 is idle
bc2t           | 49010000 | branch           | br   | 1  | branch if VU1 is busy
bc2fl          | 49020000 | branch           | br   | 1  | branch likely if VU1 is idle
bc2tl          | 49030000 | branch           | br   | 1  | branch likely if VU1 is busy
vadd{xyzw}.dest  | 4a000000 | vfd,vfs,vft.bc | fmac | 4  | vfd <- vfs + one component of vft
vsub{xyzw}.dest  | 4a000004 | vfd,vfs,vft.bc | fmac | 4  | vfd <- vfs - one component of vft
vmadd{xyzw}.dest | 4a000008 | vfd,vfs,vft.bc | fmac | 4  | vfd <- ACC + vfs * one component of vft
vmsub{xyzw}.dest | 4a00000c | vfd,vfs,vft.bc | fmac | 4  | vfd <- ACC - vfs * one component of vft
vmax{xyzw}.dest  | 4a000010 | vfd,vfs,vft.bc | fmac | 4  | vfd <- greater of vfs and one component of vft
vmini{xyzw}.dest | 4a000014 | vfd,vfs,vft.bc | fmac | 4  | vfd <- lesser of vfs and one component of vft
vmul{xyzw}.dest  | 4a000018 | vfd,vfs,vft.bc | fmac | 4  | vfd <- vfs * one component of vft
vmulq.dest     | 4a00001c | vfd,vfs,Q        | fmac | 4  | vfd <- vfs * Q
vmaxi.dest     | 4a00001d | vfd,vfs,I        | fmac | 4  | vfd <- greater of vfs and I
vmuli.dest     | 4a00001e | vfd,vfs,I        | fmac | 4  | vfd <- vfs * I
vminii.dest    | 4a00001f | vfd,vfs,I        | fmac | 4  | vfd <- lesser of vfs and I
vaddq.dest     | 4a000020 | vfd,vfs,Q        | fmac | 4  | vfd <- vfs + Q
vmaddq.dest    | 4a000021 | vfd,vfs,Q        | fmac | 4  | vfd <- ACC + vfs * Q
vaddi.dest     | 4a000022 | vfd,vfs,I        | fmac | 4  | vfd <- vfs + I
vmaddi.dest    | 4a000023 | vfd,vfs,I        | fmac | 4  | vfd <- ACC + vfs * I
vsubq.dest     | 4a000024 | vfd,vfs,Q        | fmac | 4  | vfd <- vfs - Q
vmsubq.dest    | 4a000025 | vfd,vfs,Q        | fmac | 4  | vfd <- ACC - vfs * Q
vsubi.dest     | 4a000026 | vfd,vfs,I        | fmac | 4  | vfd <- vfs - I
vmsubi.dest    | 4a000027 | vfd,vfs,I        | fmac | 4  | vfd <- ACC - vfs * I
vadd.dest      | 4a000028 | vfd,vfs,vft      | fmac | 4  | vfd <- vfs + vft
vmadd.dest     | 4a000029 | vfd,vfs,vft      | fmac | 4  | vfd <- ACC + vfs * vft
vmul.dest      | 4a00002a | vfd,vfs,vft      | fmac | 4  | vfd <- vfs * vft
vmax.dest      | 4a00002b | vfd,vfs,vft      | fmac | 4  | vfd <- greater of vfs and vft
vsub.dest      | 4a00002c | vfd,vfs,vft      | fmac | 4  | vfd <- vfs - vft
vmsub.dest     | 4a00002d | vfd,vfs,vft      | fmac | 4  | vfd <- ACC - vfs * vft
vopmsub.xyz    | 4bc0002e | vfd,vfs,vft      | fmac | 4  | vfd <- ACC - second half of the outer product of vfs and vft
vmini.dest     | 4a00002f | vfd,vfs,vft      | fmac | 4  | vfd <- lesser of vfs and vft
viadd          | 4a000030 | vid,vis,vit      | iadd | 1  | vid <- vis + vit
visub          | 4a000031 | vid,vis,vit      | iadd | 1  | vid <- vis - vit
viaddi         | 4a000032 | vit,vis,imm5     | iadd | 1  | vit <- vis + immediate
viand          | 4a000034 | vid,vis,vit      | iadd | 1  | vid <- vis and vit
vior           | 4a000035 | vid,vis,vit      | iadd | 1  | vid <- vis or vit
vcallms        | 4a000038 | micro            | cop2 | -  | starts the VU0 program at an address
vcallmsr       | 4a00d839 | vi27             | cop2 | -  | starts the VU0 program at the address in vi27
vadda{xyzw}.dest  | 4a00003c | ACC,vfs,vft.bc | fmac | 4 | ACC <- vfs + one component of vft
vsuba{xyzw}.dest  | 4a00007c | ACC,vfs,vft.bc | fmac | 4 | ACC <- vfs - one component of vft
vmadda{xyzw}.dest | 4a0000bc | ACC,vfs,vft.bc | fmac | 4 | ACC <- ACC + vfs * one component of vft
vmsuba{xyzw}.dest | 4a0000fc | ACC,vfs,vft.bc | fmac | 4 | ACC <- ACC - vfs * one component of vft
vitof0.dest    | 4a00013c | vft,vfs          | fmac | 4  | vft <- float of the integers vfs
vitof4.dest    | 4a00013d | vft,vfs          | fmac | 4  | vft <- float of vfs with 4 fraction bits
vitof12.dest   | 4a00013e | vft,vfs          | fmac | 4  | vft <- float of vfs with 12 fraction bits
vitof15.dest   | 4a00013f | vft,vfs          | fmac | 4  | vft <- float of vfs with 15 fraction bits
vftoi0.dest    | 4a00017c | vft,vfs          | fmac | 4  | vft <- integer part of vfs, saturated
vftoi4.dest    | 4a00017d | vft,vfs          | fmac | 4  | vft <- fixed point of vfs, 4 fraction bits
vftoi12.dest   | 4a00017e | vft,vfs          | fmac | 4  | vft <- fixed point of vfs, 12 fraction bits
vftoi15.dest   | 4a00017f | vft,vfs          | fmac | 4  | vft <- fixed point of vfs, 15 fraction bits
vmula{xyzw}.dest | 4a0001bc | ACC,vfs,vft.bc | fmac | 4  | ACC <- vfs * one component of vft
vmulaq.dest    | 4a0001fc | ACC,vfs,Q        | fmac | 4  | ACC <- vfs * Q
vabs.dest      | 4a0001fd | vft,vfs          | fmac | 4  | vft <- |vfs|
vmulai.dest    | 4a0001fe | ACC,vfs,I        | fmac | 4  | ACC <- vfs * I
vclipw.xyz     | 4bc001ff | vfs,vftw         | fmac | 4  | clip flags <- vfs xyz against |vft w|
vaddaq.dest    | 4a00023c | ACC,vfs,Q        | fmac | 4  | ACC <- vfs + Q
vmaddaq.dest   | 4a00023d | ACC,vfs,Q        | fmac | 4  | ACC <- ACC + vfs * Q
vaddai.dest    | 4a00023e | ACC,vfs,I        | fmac | 4  | ACC <- vfs + I
vmaddai.dest   | 4a00023f | ACC,vfs,I        | fmac | 4  | ACC <- ACC + vfs * I
vsubaq.dest    | 4a00027c | ACC,vfs,Q        | fmac | 4  | ACC <- vfs - Q
vmsubaq.dest   | 4a00027d | ACC,vfs,Q        | fmac | 4  | ACC <- ACC - vfs * Q
vsubai.dest    | 4a00027e | ACC,vfs,I        | fmac | 4  | ACC <- vfs - I
vmsubai.dest   | 4a00027f | ACC,vfs,I        | fmac | 4  | ACC <- ACC - vfs * I
vadda.dest     | 4a0002bc | ACC,vfs,vft      | fmac | 4  | ACC <- vfs + vft
vmadda.dest    | 4a0002bd | ACC,vfs,vft      | fmac | 4  | ACC <- ACC + vfs * vft
vmula.dest     | 4a0002be | ACC,vfs,vft      | fmac | 4  | ACC <- vfs * vft
vsuba.dest     | 4a0002fc | ACC,vfs,vft      | fmac | 4  | ACC <- vfs - vft
vmsuba.dest    | 4a0002fd | ACC,vfs,vft      | fmac | 4  | ACC <- ACC - vfs * vft
vopmula.xyz    | 4bc002fe | ACC,vfs,vft      | fmac | 4  | ACC <- first half of the outer product of vfs and vft
vnop           | 4a0002ff |                  | fmac | 1  | nothing
vmove.dest     | 4a00033c | vft,vfs          | fmac | 4  | vft <- vfs
vmr32.dest     | 4a00033d | vft,vfs          | fmac | 4  | vft <- vfs rotated one component: x <- y, y <- z, z <- w, w <- x
vlqi.dest      | 4a00037c | vft,(vis++)      | fmac | 4  | vft <- VU0 memory at vis; vis <- vis + 1
vsqi.dest      | 4a00037d | vfs,(vit++)      | fmac | 4  | VU0 memory at vit <- vfs; vit <- vit + 1
vlqd.dest      | 4a00037e | vft,(--vis)      | fmac | 4  | vis <- vis - 1; vft <- VU0 memory at vis
vsqd.dest      | 4a00037f | vfs,(--vit)      | fmac | 4  | vit <- vit - 1; VU0 memory at vit <- vfs
vdiv           | 4a0003bc | Q,vfs.fsf,vft.ftf | fdiv | 7 | Q <- component of vfs / component of vft
vsqrt          | 4a0003bd | Q,vft.ftf,anyfsf | fdiv | 7  | Q <- square root of |component of vft|
vrsqrt         | 4a0003be | Q,vfs.fsf,vft.ftf | fdiv | 13 | Q <- component of vfs / square root of |component of vft|
vwaitq         | 4a0003bf |                  | fdiv | -  | waits for Q
vmtir          | 4a0003fc | vit,vfs.fsf      | iadd | 1  | vit <- low 16 bits of a component of vfs
vmfir.dest     | 4a0003fd | vft,vis          | iadd | 1  | vft <- vis, sign-extended
vilwr.dest     | 4a0003fe | vit,(vis)        | iadd | 4  | vit <- component of VU0 memory at vis
viswr.dest     | 4a0003ff | vit,(vis)        | iadd | 1  | components of VU0 memory at vis <- vit
vrnext.dest    | 4a00043c | vft,R            | fmac | 4  | R <- next random number; vft <- R
vrget.dest     | 4a00043d | vft,R            | fmac | 4  | vft <- R
vrinit         | 4a00043e | R,vfs.fsf        | fmac | 1  | R <- component of vfs
vrxor          | 4a00043f | R,vfs.fsf        | fmac | 1  | R <- R xor component of vfs
`;
