/** Branches, jumps, traps; columns as in integer.ts. The instruction after a branch or jump (its delay slot) is executed first. */
export const branchSource = 'MIPS III; EE Core Instruction Set Manual';
export const branchRows = String.raw`
beq     | 10000000 | rs,rt,branch | br | 1 | branch if rs = rt, 64 bits
bne     | 14000000 | rs,rt,branch | br | 1 | branch if rs != rt, 64 bits
blez    | 18000000 | rs,branch    | br | 1 | branch if rs <= 0
bgtz    | 1c000000 | rs,branch    | br | 1 | branch if rs > 0
bltz    | 04000000 | rs,branch    | br | 1 | branch if rs < 0
bgez    | 04010000 | rs,branch    | br | 1 | branch if rs >= 0
beql    | 50000000 | rs,rt,branch | br | 1 | branch likely if rs = rt: the delay slot is skipped when not taken
bnel    | 54000000 | rs,rt,branch | br | 1 | branch likely if rs != rt
blezl   | 58000000 | rs,branch    | br | 1 | branch likely if rs <= 0
bgtzl   | 5c000000 | rs,branch    | br | 1 | branch likely if rs > 0
bltzl   | 04020000 | rs,branch    | br | 1 | branch likely if rs < 0
bgezl   | 04030000 | rs,branch    | br | 1 | branch likely if rs >= 0
bltzal  | 04100000 | rs,branch    | br | 1 | ra <- address after the delay slot, always; branch if rs < 0
bgezal  | 04110000 | rs,branch    | br | 1 | ra <- address after the delay slot, always; branch if rs >= 0
bltzall | 04120000 | rs,branch    | br | 1 | ra <- address after the delay slot, always; branch likely if rs < 0
bgezall | 04130000 | rs,branch    | br | 1 | ra <- address after the delay slot, always; branch likely if rs >= 0
j       | 08000000 | jump         | br | 1 | jump within the 256 MB of the delay slot
jal     | 0c000000 | jump         | br | 1 | ra <- address after the delay slot; jump within the 256 MB of the delay slot
jr      | 00000008 | rs           | br | 1 | jump to rs
jalr    | 00000009 | rd,rs        | br | 1 | rd <- address after the delay slot; jump to rs
syscall | 0000000c | code20       | -  | - | system call exception: the kernel function of number v1
break   | 0000000d | code10,code10b | - | - | breakpoint exception
tge     | 00000030 | rs,rt,trap   | alu | 1 | trap exception if rs >= rt, signed
tgeu    | 00000031 | rs,rt,trap   | alu | 1 | trap exception if rs >= rt, unsigned
tlt     | 00000032 | rs,rt,trap   | alu | 1 | trap exception if rs < rt, signed
tltu    | 00000033 | rs,rt,trap   | alu | 1 | trap exception if rs < rt, unsigned
teq     | 00000034 | rs,rt,trap   | alu | 1 | trap exception if rs = rt
tne     | 00000036 | rs,rt,trap   | alu | 1 | trap exception if rs != rt
tgei    | 04080000 | rs,simm      | alu | 1 | trap exception if rs >= immediate, signed
tgeiu   | 04090000 | rs,simm      | alu | 1 | trap exception if rs >= sign-extended immediate, unsigned
tlti    | 040a0000 | rs,simm      | alu | 1 | trap exception if rs < immediate, signed
tltiu   | 040b0000 | rs,simm      | alu | 1 | trap exception if rs < sign-extended immediate, unsigned
teqi    | 040c0000 | rs,simm      | alu | 1 | trap exception if rs = immediate
tnei    | 040e0000 | rs,simm      | alu | 1 | trap exception if rs != immediate
`;
