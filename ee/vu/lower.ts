/**
 * Lower instructions of VU micro programs that macro mode does not have. Columns: mnemonic, fixed bits, operands,
 * pipe, latency in cycles, units that have it, operation. A mnemonic that ends in .dest takes components in bits
 * 24..21. The I bit of the upper word makes the lower word a float, written as `loi`.
 */
export const lowerSource = "VU User's Manual; naken_asm for the encodings; DobieStation for latencies";
export const lowerRows = String.raw`
lq.dest  | 00000000 | vft,imm11(vis) | lsu | 4 | both | vft <- memory at vis + immediate, in quadwords
sq.dest  | 02000000 | vfs,imm11(vit) | lsu | -  | both | memory at vit + immediate, in quadwords <- vfs
ilw.dest | 08000000 | vit,imm11(vis) | lsu | 4 | both | vit <- low 16 bits of the component of memory at vis + immediate
isw.dest | 0a000000 | vit,imm11(vis) | lsu | -  | both | components of memory at vis + immediate <- vit
iaddiu   | 10000000 | vit,vis,imm15  | ialu | 1 | both | vit <- vis + immediate
isubiu   | 12000000 | vit,vis,imm15  | ialu | 1 | both | vit <- vis - immediate
fceq     | 20000000 | vi01,imm24     | ialu | 1 | both | VI01 <- 1 if the clipping flags = immediate else 0
fcset    | 22000000 | imm24          | ialu | 1 | both | clipping flags <- immediate
fcand    | 24000000 | vi01,imm24     | ialu | 1 | both | VI01 <- 1 if (clipping flags and immediate) != 0 else 0
fcor     | 26000000 | vi01,imm24     | ialu | 1 | both | VI01 <- 1 if (clipping flags or immediate) = FFFFFF else 0
fseq     | 28000000 | vit,imm12      | ialu | 1 | both | vit <- 1 if the status flags = immediate else 0
fsset    | 2a000000 | imm12          | ialu | 1 | both | sticky status flags <- immediate[11:6]
fsand    | 2c000000 | vit,imm12      | ialu | 1 | both | vit <- status flags and immediate
fsor     | 2e000000 | vit,imm12      | ialu | 1 | both | vit <- status flags or immediate
fmeq     | 30000000 | vit,vis        | ialu | 1 | both | vit <- 1 if the MAC flags = vis else 0
fmand    | 34000000 | vit,vis        | ialu | 1 | both | vit <- MAC flags and vis
fmor     | 36000000 | vit,vis        | ialu | 1 | both | vit <- MAC flags or vis
fcget    | 38000000 | vit            | ialu | 1 | both | vit <- clipping flags[11:0]
b        | 40000000 | branch11       | bru | -  | both | jump to the label after the next instruction
bal      | 42000000 | vit,branch11   | bru | -  | both | vit <- address after the next instruction; jump to the label
jr       | 48000000 | vis            | bru | -  | both | jump to vis, in units of 8 bytes
jalr     | 4a000000 | vit,vis        | bru | -  | both | vit <- address after the next instruction; jump to vis
ibeq     | 50000000 | vit,vis,branch11 | bru | - | both | branch if vit = vis
ibne     | 52000000 | vit,vis,branch11 | bru | - | both | branch if vit != vis
ibltz    | 58000000 | vis,branch11   | bru | -  | both | branch if vis < 0
ibgtz    | 5a000000 | vis,branch11   | bru | -  | both | branch if vis > 0
iblez    | 5c000000 | vis,branch11   | bru | -  | both | branch if vis <= 0
ibgez    | 5e000000 | vis,branch11   | bru | -  | both | branch if vis >= 0
mfp.dest | 8000067c | vft,P          | efu | 4  | vu1  | vft <- P
xtop     | 800006bc | vit            | ialu | 1 | vu1  | vit <- TOP of VIF1
xitop    | 800006bd | vit            | ialu | 1 | both | vit <- ITOP of the VIF
xgkick   | 800006fc | vis            | gif | -  | vu1  | starts the transfer to the GIF from memory at vis
esadd    | 81c0073c | P,vfsv         | efu | 11 | vu1  | P <- x * x + y * y + z * z
ersadd   | 81c0073d | P,vfsv         | efu | 18 | vu1  | P <- 1 / (x * x + y * y + z * z)
eleng    | 81c0073e | P,vfsv         | efu | 18 | vu1  | P <- square root of (x * x + y * y + z * z)
erleng   | 81c0073f | P,vfsv         | efu | 24 | vu1  | P <- 1 / square root of (x * x + y * y + z * z)
eatanxy  | 8180077c | P,vfsv         | efu | 54 | vu1  | P <- arctan(y / x)
eatanxz  | 8140077d | P,vfsv         | efu | 54 | vu1  | P <- arctan(z / x)
esum     | 81e0077e | P,vfsv         | efu | 12 | vu1  | P <- x + y + z + w
esqrt    | 800007bc | P,vfs.fsf      | efu | 12 | vu1  | P <- square root of |component of vfs|
ersqrt   | 800007bd | P,vfs.fsf      | efu | 18 | vu1  | P <- 1 / square root of |component of vfs|
ercpr    | 800007be | P,vfs.fsf      | efu | 12 | vu1  | P <- 1 / component of vfs
waitp    | 800007bf |                | efu | -  | vu1  | waits for P
esin     | 800007fc | P,vfs.fsf      | efu | 29 | vu1  | P <- sine of the component of vfs
eatan    | 800007fd | P,vfs.fsf      | efu | 54 | vu1  | P <- arctan of the component of vfs
eexp     | 800007fe | P,vfs.fsf      | efu | 44 | vu1  | P <- e to the power of -(component of vfs)
`;
