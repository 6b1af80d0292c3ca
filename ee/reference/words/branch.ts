/** One sentence for each branch, jump and trap; columns as in integer.ts. */
export const branchWords = String.raw`
beq     | Branches when two registers are equal
bne     | Branches when two registers differ
blez    | Branches when a register is zero or negative
bgtz    | Branches when a register is positive
bltz    | Branches when a register is negative
bgez    | Branches when a register is zero or positive
beql    | Branches when two registers are equal; otherwise skips the delay slot
bnel    | Branches when two registers differ; otherwise skips the delay slot
blezl   | Branches when a register is zero or negative; otherwise skips the delay slot
bgtzl   | Branches when a register is positive; otherwise skips the delay slot
bltzl   | Branches when a register is negative; otherwise skips the delay slot
bgezl   | Branches when a register is zero or positive; otherwise skips the delay slot
bltzal  | Calls a function when a register is negative
bgezal  | Calls a function when a register is zero or positive
bltzall | Calls a function when a register is negative; otherwise skips the delay slot
bgezall | Calls a function when a register is zero or positive; otherwise skips the delay slot
j       | Jumps to an address in the same 256 MB
jal     | Calls a function in the same 256 MB
jr      | Jumps to the address in a register; with $ra it returns
jalr    | Calls the function whose address is in a register
syscall | Calls the kernel function whose number is in $v1
break   | Stops with a breakpoint exception
tge     | Stops with a trap when a signed number is not less than another
tgeu    | Stops with a trap when an unsigned number is not less than another
tlt     | Stops with a trap when a signed number is less than another
tltu    | Stops with a trap when an unsigned number is less than another
teq     | Stops with a trap when two registers are equal
tne     | Stops with a trap when two registers differ
tgei    | Stops with a trap when a signed number is not less than a constant
tgeiu   | Stops with a trap when an unsigned number is not less than a constant
tlti    | Stops with a trap when a signed number is less than a constant
tltiu   | Stops with a trap when an unsigned number is less than a constant
teqi    | Stops with a trap when a register equals a constant
tnei    | Stops with a trap when a register differs from a constant
`;
