/**
 * Integer arithmetic, shifts and multiplication. Columns: mnemonic, fixed bits, operands, pipe, latency in cycles,
 * operation. In the operations x[31:0] is a bit field, sx() sign-extends 32 to 64 bits, <- assigns; bits 127..64 of a
 * general register are unchanged unless they are named.
 */
export const integerSource = 'MIPS III; EE Core Instruction Set Manual (R5900 additions)';
export const integerRows = String.raw`
add     | 00000020 | rd,rs,rt      | alu  | 1  | rd <- sx(rs + rt); integer overflow exception when it does not fit 32 bits
addu    | 00000021 | rd,rs,rt      | alu  | 1  | rd <- sx((rs + rt)[31:0])
sub     | 00000022 | rd,rs,rt      | alu  | 1  | rd <- sx(rs - rt); integer overflow exception when it does not fit 32 bits
subu    | 00000023 | rd,rs,rt      | alu  | 1  | rd <- sx((rs - rt)[31:0])
and     | 00000024 | rd,rs,rt      | alu  | 1  | rd <- rs and rt, 64 bits
or      | 00000025 | rd,rs,rt      | alu  | 1  | rd <- rs or rt, 64 bits
xor     | 00000026 | rd,rs,rt      | alu  | 1  | rd <- rs xor rt, 64 bits
nor     | 00000027 | rd,rs,rt      | alu  | 1  | rd <- not (rs or rt), 64 bits
slt     | 0000002a | rd,rs,rt      | alu  | 1  | rd <- 1 if rs < rt else 0, signed 64 bits
sltu    | 0000002b | rd,rs,rt      | alu  | 1  | rd <- 1 if rs < rt else 0, unsigned 64 bits
dadd    | 0000002c | rd,rs,rt      | alu  | 1  | rd <- rs + rt, 64 bits; integer overflow exception
daddu   | 0000002d | rd,rs,rt      | alu  | 1  | rd <- rs + rt, 64 bits
dsub    | 0000002e | rd,rs,rt      | alu  | 1  | rd <- rs - rt, 64 bits; integer overflow exception
dsubu   | 0000002f | rd,rs,rt      | alu  | 1  | rd <- rs - rt, 64 bits
movz    | 0000000a | rd,rs,rt      | alu  | 1  | rd <- rs if rt = 0, 64 bits
movn    | 0000000b | rd,rs,rt      | alu  | 1  | rd <- rs if rt != 0, 64 bits
addi    | 20000000 | rt,rs,simm    | alu  | 1  | rt <- sx(rs + immediate); integer overflow exception when it does not fit 32 bits
addiu   | 24000000 | rt,rs,simm    | alu  | 1  | rt <- sx((rs + immediate)[31:0])
daddi   | 60000000 | rt,rs,simm    | alu  | 1  | rt <- rs + immediate, 64 bits; integer overflow exception
daddiu  | 64000000 | rt,rs,simm    | alu  | 1  | rt <- rs + immediate, 64 bits
slti    | 28000000 | rt,rs,simm    | alu  | 1  | rt <- 1 if rs < immediate else 0, signed 64 bits
sltiu   | 2c000000 | rt,rs,simm    | alu  | 1  | rt <- 1 if rs < sign-extended immediate else 0, unsigned 64 bits
andi    | 30000000 | rt,rs,uimm    | alu  | 1  | rt <- rs and zero-extended immediate
ori     | 34000000 | rt,rs,uimm    | alu  | 1  | rt <- rs or zero-extended immediate
xori    | 38000000 | rt,rs,uimm    | alu  | 1  | rt <- rs xor zero-extended immediate
lui     | 3c000000 | rt,uimm       | alu  | 1  | rt <- sx(immediate * 65536)
sll     | 00000000 | rd,rt,sa      | alu  | 1  | rd <- sx(rt[31:0] << sa)
srl     | 00000002 | rd,rt,sa      | alu  | 1  | rd <- sx(rt[31:0] >> sa), zeros shifted in
sra     | 00000003 | rd,rt,sa      | alu  | 1  | rd <- sx(rt[31:0] >> sa), sign shifted in
sllv    | 00000004 | rd,rt,rs      | alu  | 1  | rd <- sx(rt[31:0] << rs[4:0])
srlv    | 00000006 | rd,rt,rs      | alu  | 1  | rd <- sx(rt[31:0] >> rs[4:0]), zeros shifted in
srav    | 00000007 | rd,rt,rs      | alu  | 1  | rd <- sx(rt[31:0] >> rs[4:0]), sign shifted in
dsll    | 00000038 | rd,rt,sa      | alu  | 1  | rd <- rt << sa, 64 bits
dsrl    | 0000003a | rd,rt,sa      | alu  | 1  | rd <- rt >> sa, 64 bits, zeros shifted in
dsra    | 0000003b | rd,rt,sa      | alu  | 1  | rd <- rt >> sa, 64 bits, sign shifted in
dsll32  | 0000003c | rd,rt,sa      | alu  | 1  | rd <- rt << (sa + 32), 64 bits
dsrl32  | 0000003e | rd,rt,sa      | alu  | 1  | rd <- rt >> (sa + 32), 64 bits, zeros shifted in
dsra32  | 0000003f | rd,rt,sa      | alu  | 1  | rd <- rt >> (sa + 32), 64 bits, sign shifted in
dsllv   | 00000014 | rd,rt,rs      | alu  | 1  | rd <- rt << rs[5:0], 64 bits
dsrlv   | 00000016 | rd,rt,rs      | alu  | 1  | rd <- rt >> rs[5:0], 64 bits, zeros shifted in
dsrav   | 00000017 | rd,rt,rs      | alu  | 1  | rd <- rt >> rs[5:0], 64 bits, sign shifted in
mult    | 00000018 | rd?,rs,rt     | mac0 | 4  | LO, HI <- sx of low and high word of rs * rt, signed 32 bits; rd <- LO
multu   | 00000019 | rd?,rs,rt     | mac0 | 4  | LO, HI <- sx of low and high word of rs * rt, unsigned 32 bits; rd <- LO
div     | 0000001a | zero,rs,rt    | mac0 | 37 | LO <- sx(rs / rt), HI <- sx(rs mod rt), signed 32 bits
divu    | 0000001b | zero,rs,rt    | mac0 | 37 | LO <- sx(rs / rt), HI <- sx(rs mod rt), unsigned 32 bits
mfhi    | 00000010 | rd            | mac0 | 1  | rd <- HI
mthi    | 00000011 | rs            | mac0 | 1  | HI <- rs
mflo    | 00000012 | rd            | mac0 | 1  | rd <- LO
mtlo    | 00000013 | rs            | mac0 | 1  | LO <- rs
madd    | 70000000 | rd?,rs,rt     | mac0 | 4  | LO, HI <- sx of low and high word of (HI:LO + rs * rt), signed 32 bits; rd <- LO
maddu   | 70000001 | rd?,rs,rt     | mac0 | 4  | LO, HI <- sx of low and high word of (HI:LO + rs * rt), unsigned 32 bits; rd <- LO
mult1   | 70000018 | rd?,rs,rt     | mac1 | 4  | as mult with LO1, HI1
multu1  | 70000019 | rd?,rs,rt     | mac1 | 4  | as multu with LO1, HI1
div1    | 7000001a | zero,rs,rt    | mac1 | 37 | as div with LO1, HI1
divu1   | 7000001b | zero,rs,rt    | mac1 | 37 | as divu with LO1, HI1
madd1   | 70000020 | rd?,rs,rt     | mac1 | 4  | as madd with LO1, HI1
maddu1  | 70000021 | rd?,rs,rt     | mac1 | 4  | as maddu with LO1, HI1
mfhi1   | 70000010 | rd            | mac1 | 1  | rd <- HI1
mthi1   | 70000011 | rs            | mac1 | 1  | HI1 <- rs
mflo1   | 70000012 | rd            | mac1 | 1  | rd <- LO1
mtlo1   | 70000013 | rs            | mac1 | 1  | LO1 <- rs
mfsa    | 00000028 | rd            | alu  | 1  | rd <- SA
mtsa    | 00000029 | rs            | alu  | 1  | SA <- rs[3:0]
mtsab   | 04180000 | rs,simm       | alu  | 1  | SA <- (rs xor immediate)[3:0]; counts bytes
mtsah   | 04190000 | rs,simm       | alu  | 1  | SA <- (rs xor immediate)[2:0] * 2; counts halfwords
`;
